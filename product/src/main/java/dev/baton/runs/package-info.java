/**
 * Supervision of processes that outlive the server: the port {@link dev.baton.runs.RunUnit} and
 * what the engine's launcher needs of it.
 *
 * <p>A unit is one attempt of a job under a name that is never used twice. Its whole life is in its
 * folder: {@code claim} (made exclusively; by the supervisor as its first act, or by the server as
 * a tombstone), {@code identity}, {@code log}, {@code exit}. So a restarted server needs no memory
 * to take a unit over.
 *
 * <p>Invariants: at most one supervisor of a unit gets past the claim; a poisoned unit never
 * starts; only the supervisor writes the exit file, before it ends; "gone" is answered only from
 * an exit file looked for after everything of the unit was seen dead; what cannot be told is {@code
 * Unclear}, never a guess. Liveness reads no clock: pid, start time and OS boot id.
 *
 * <p>What a unit sees and may take is its {@link dev.baton.runs.Confinement}; what of the
 * operator's caches a home of runs begins with is a copy ({@code Caches}).
 *
 * <p>The package must not write to the database and must not decide what a result means.
 */
@NullMarked
package dev.baton.runs;

import org.jspecify.annotations.NullMarked;
