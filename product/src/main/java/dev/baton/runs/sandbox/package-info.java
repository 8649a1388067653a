/**
 * Shuts units in with bubblewrap.
 *
 * <p>Inside, a unit sees the file system of the machine read-only and has a {@code /proc}, {@code
 * /dev}, {@code /tmp}, {@code /var/tmp} and {@code /run} of its own; the server's data folder,
 * files of secrets and the usual stores of credentials in the home folder are not there. It writes
 * to its own folder, to caches of build tools, and to what settings add. The network is that of
 * the machine.
 *
 * <p>Each step of a unit (prologue, command, epilogue) has a pid namespace of its own: it sees and
 * signals nothing outside, and when its first process dies, everything in it does, however often it
 * forked. That process dies with its step, and its step with the supervisor, which stays outside
 * with claim, log and exit file.
 *
 * <p>The package must not start anything: it only says the words.
 */
@NullMarked
package dev.baton.runs.sandbox;

import org.jspecify.annotations.NullMarked;
