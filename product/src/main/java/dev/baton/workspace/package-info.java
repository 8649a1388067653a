/**
 * The files and commits of tasks: a private bare mirror per project, one clone per task, a
 * throwaway checkout per gate command, and what is taken from them.
 *
 * <pre>
 *   the user's repository --fetch base--> mirror --new clone--> clones/KEY   (an agent writes here)
 *                                           ^  |                     |
 *                                           |  +--> checkouts/UNIT   |
 *                                           +---- collect -----------+
 * </pre>
 *
 * <p>Invariants: no two repositories here share an object file, and a clone has no remote, so what
 * happens in one stays in it. After a clone was handed to an agent, everything in it is hostile:
 * the server reads its refs and out-files without following a link, reads its objects through a
 * repository of its own whose configuration, refs and hooks the agent never saw, and checks every
 * object it takes; it runs no git in the clone and writes nothing into it. What an agent left is
 * moved to the mirror, or aside, before anything is deleted.
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
