/**
 * One safe runner of the {@code git} command.
 *
 * <p>Invariants: a command is a list of arguments, never a shell line; nothing of the server's
 * environment reaches it but the search path; no system or user configuration is read; no hook,
 * file system monitor or credential prompt can run; only the transports the caller names are
 * allowed; every command has a time bound, and its whole process tree is ended when the bound is
 * reached or the caller is interrupted; output is captured up to a bound and drained beyond it.
 *
 * <p>The package knows git's command line and nothing of Baton. It must not run a command in a
 * folder that an agent can write. A command that could not be run or did not end as expected is a
 * {@link dev.baton.git.GitFailure}, which the seams ({@code workspace}, {@code forge.git})
 * translate.
 */
@NullMarked
package dev.baton.git;

import org.jspecify.annotations.NullMarked;
