/**
 * One client for calls to other servers: bounded in time and size, and an answer that never came is
 * a value, not an exception.
 *
 * <p>The package imports nothing of Baton, follows no redirect (a credential must not travel to
 * another host), reads no setting, and logs nothing, since headers carry secrets.
 */
@NullMarked
package dev.baton.http;

import org.jspecify.annotations.NullMarked;
