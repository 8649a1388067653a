/**
 * The files and commits of tasks: a private bare mirror per project, one clone per job of a visit,
 * a throwaway checkout per gate command, and what is taken from them.
 *
 * <pre>
 *   the user's repository --fetch base--> mirror --pack--> clones/KEY/vN-JOB (an agent's)
 *                                           ^  |                    |
 *                                           |  +--> checkouts/UNIT  |
 *                                           +---- collect ----------+
 * </pre>
 *
 * <p>Nobody reviews in the author's room: a visit begins in a clone made from the mirror, with the
 * task's branch and the base and nothing else. Further attempts of the same job in the same visit
 * find the clone as the one before left it, but for what the prologue puts in order: ignored files
 * stay, so does a session that an agent keeps there; work that was not committed is kept by a ref.
 * When the next visit is prepared, the clone is removed, or set aside if it holds more than its
 * refs.
 *
 * <p>Results lie beside the run, not in its clone. Only its command can write there, and only while
 * it runs: the supervisor closes the folder before the epilogue runs git.
 *
 * <p>Invariants: no two repositories here share an object file, and a clone has no remote, so what
 * happens in one stays in it. After a clone was handed to an agent, everything in it is hostile:
 * the server reads its refs without following a link, reads its objects through a repository of its
 * own whose configuration, refs and hooks the agent never saw, and checks every object it takes; it
 * runs no git in the clone and writes nothing into it. What an agent left is moved to the mirror,
 * or aside, before anything is deleted. At most one live agent per clone.
 *
 * <p>What is Baton's own and lies in a checkout of the repository is compared with every candidate:
 * one that changes it is none ({@link dev.baton.workspace.House}).
 *
 * <p>Refs of a task in the mirror, all under {@code refs/baton/task/KEY/}: {@code base} (where the
 * work started, written once), {@code head} (the newest commit taken), {@code visit/N} (head when
 * visit N was first prepared), {@code kept/*} (what was set aside).
 *
 * <p>Failures are {@link dev.baton.model.TransientFailure} and {@link
 * dev.baton.model.PermanentFailure}; a clone that an agent broke is neither, it is evidence.
 */
@NullMarked
package dev.baton.workspace;

import org.jspecify.annotations.NullMarked;
