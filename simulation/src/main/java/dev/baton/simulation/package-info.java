/**
 * The simulator: the real engine, jobs, intake, gates and SQL, under every fault we can think of,
 * in virtual time and one thread, from a seed.
 *
 * <pre>
 *   seed -> Schedule (moves and armed faults)
 *                |
 *            Episode -- drives --> Server (fenced: the product; obvious: the lease design)
 *                |                   |  every read, write and call passes a point of Fibers,
 *                |                   |  where it may be paused, killed, lost, delayed, doubled
 *                v                   v
 *            Invariants <-- World: forge, processes, clones as models with state; each counts
 *                           what was applied at its own end (Ledger)
 * </pre>
 *
 * <p>An episode has two phases. In the first the schedule's moves happen, faults and all. In the
 * second faults stop, everything that was paused goes on and everything that was under way lands;
 * then every task must end or be parked with a name. What must hold is asked of the world and of
 * the database, never of what the engine believes.
 *
 * <p>Invariants of the room: one thread at a time runs, and the scheduler alone says which; no
 * clock, no randomness but the seed's; the same schedule gives the same history to the byte. The
 * product never imports this package; what it opens for it is {@code SqliteStores.inline}, the
 * executor of {@code Drives} and {@code Effects.starts}.
 */
@NullMarked
package dev.baton.simulation;

import org.jspecify.annotations.NullMarked;
