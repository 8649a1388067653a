/**
 * The port to those who are told things: one {@link dev.baton.notify.Channel} per way out.
 *
 * <p>Telling is at least once: a notice carries its id, and may come twice after a crash. What
 * cannot be told now is told later; what a channel refuses for good is recorded and not tried
 * again. No
 * channel decides anything, and none knows of the others.
 */
@NullMarked
package dev.baton.notify;

import org.jspecify.annotations.NullMarked;
