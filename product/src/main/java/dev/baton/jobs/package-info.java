/**
 * The actors: periodic duties that notice something and nudge. Each is a {@link
 * dev.baton.loop.Tick} with one sentence of purpose.
 *
 * <p>Invariants: no actor moves a task, writes a task row, or writes a job row but its grant; what
 * the run monitor and the verifier write are facts about runs and deployments, guarded by id and
 * state, so that whoever
 * comes second changes nothing. One bad unit never stops a round. Ages are watched time, added up
 * per round; a wall clock only stamps what is written.
 */
@NullMarked
package dev.baton.jobs;

import org.jspecify.annotations.NullMarked;
