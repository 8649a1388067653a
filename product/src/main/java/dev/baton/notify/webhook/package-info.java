/**
 * Tells an address of the operator by HTTP POST: JSON, signed with HMAC-SHA256 over the body as it
 * is sent ({@code X-Baton-Signature: sha256=HEX}), with the notice's id as {@code
 * X-Baton-Delivery}. 2xx is told; 408, 425, 429 and 5xx and silence are later; any other answer is
 * refused for good.
 */
@NullMarked
package dev.baton.notify.webhook;

import org.jspecify.annotations.NullMarked;
