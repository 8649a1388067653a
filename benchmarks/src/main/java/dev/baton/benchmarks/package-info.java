/**
 * {@code baton bench}: figures of a real server, as a user starts it, with more in its database
 * than a test would put there. Beside each figure stands its limit.
 *
 * <p>Invariants: nothing of the product is on the class path, so what is measured is what is built;
 * everything is made in a folder of its own and removed at the end; a figure that is over its limit
 * makes the exit code 1.
 */
@NullMarked
package dev.baton.benchmarks;

import org.jspecify.annotations.NullMarked;
