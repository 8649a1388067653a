/**
 * The engine: one pure function decides, one driver moves.
 *
 * <pre>
 *   actors --nudge--> Drives --one at a time per task--> Driver
 *                                                          |
 *        snapshot --> Decider.decide --> same Await? stop   |
 *             ^                             |               |
 *             |        one transaction (Recorded) or        |
 *             +------- acquire, do, record (Owned) <--------+
 * </pre>
 *
 * <p>Invariants: only the driver writes task and job rows; every write of an owner is guarded by
 * the epoch; an effect is journalled before it is applied, observed before it is applied, and
 * confirmed after; an unknown outcome is never taken for yes or no, but resolved by taking the task
 * over from oneself and looking.
 *
 * <p>The package must not know SQL, git, processes or the web; what it needs of them are the ports
 * here: {@link dev.baton.engine.EffectPerformer}, {@link dev.baton.engine.Collector}, {@link
 * dev.baton.engine.GateEvaluator}, {@link dev.baton.engine.CandidateBuilder}, {@link
 * dev.baton.engine.Launcher}, {@link
 * dev.baton.engine.DeployLimits}. It reads no wall clock for ownership, and no clock
 * at all in {@code decide}.
 */
@NullMarked
package dev.baton.engine;

import org.jspecify.annotations.NullMarked;
