/**
 * The first five minutes and the bad night: {@code init} writes a settings file, {@code doctor}
 * says what is wrong with one, {@code demo} takes a sample through the whole pipeline and shows the
 * proof.
 *
 * <p>Invariants: {@code init} never overwrites a file; {@code doctor} leaves nothing
 * changed, unless asked to take a data folder over; {@code demo}
 * writes under its own folder only, leaves no process behind, and counts effects where they
 * arrived (reflogs of the target repository, logs written by the agents and tests themselves),
 * never in the tables of the server it watches.
 *
 * <p>The package must not reach into the server: the demo starts it as a process, as a user would,
 * and talks to it by REST alone. It reads no environment and no clock but those in {@link
 * dev.baton.setup.Surroundings}.
 */
@NullMarked
package dev.baton.setup;

import org.jspecify.annotations.NullMarked;
