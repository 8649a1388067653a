/**
 * The loop under every periodic duty: a {@link dev.baton.loop.Tick} says what is done, a {@link
 * dev.baton.loop.TickRunner} when.
 *
 * <p>Invariants: a tick is never run by two threads at once; its failure never ends the loop; a
 * late round reports at most one interval of watched time, so a stopped machine ages nothing;
 * stopping is bounded. Tests call {@code runOnce} themselves; no loop runs by itself
 * in a test of a tick.
 *
 * <p>The package must not know what is being done.
 */
@NullMarked
package dev.baton.loop;

import org.jspecify.annotations.NullMarked;
