/**
 * The command line: a client of REST, with the same records as {@code --json}.
 *
 * <p>Invariants: the exit code says what happened (0 ok, 1 failed, 2 usage, 3 server unreachable, 4
 * not found, 5 refused); every error says what failed, what was expected and found, and what to do
 * next; with {@code --json} standard output carries JSON and nothing else. Text of strangers
 * (titles, logs) is printed with its control characters made visible, so that it cannot command a
 * terminal.
 *
 * <p>The package must not import the server, reads no environment and no setting: where the server
 * is and what the user's terminal can do is given by the composition root, which also adds the
 * commands that are made elsewhere (init, doctor, demo).
 */
@NullMarked
package dev.baton.cli;

import org.jspecify.annotations.NullMarked;
