/**
 * The actors: periodic duties that notice something and nudge. Each is a {@link
 * dev.baton.loop.Tick} with one sentence of purpose.
 *
 * <p>Invariants: no actor moves a task, writes a task row, or writes a job row but its grant; what
 * run monitor, reaper and verifier write are facts about runs and deployments, guarded by id and
 * state, so that whoever comes second changes nothing. The lease reaper only revokes, by
 * compare-and-set on the epoch seen. The scan alone nudges for tasks without a living owner, from
 * the database, often; the reconciler alone asks the outside, seldom, and tells people what it
 * finds at the epoch seen. The run monitor looks at every run each round; the reaper takes what it
 * saw, and looks itself where there is nothing new; the limit watch ends what takes more of the
 * machine than its settings allow. The keepers of the merge queue write watched
 * time, end holds of dead processes, tell a head that it has to make room, and take away places
 * whose task has left them behind, at the epoch seen; the place of a task that may move is given up
 * by its driver alone. One bad unit never stops a round. Ages are watched time, added up per round;
 * a wall clock stamps what is written, and says how long files of finished tasks are kept.
 */
@NullMarked
package dev.baton.jobs;

import org.jspecify.annotations.NullMarked;
