/**
 * Shuts units in with bubblewrap.
 *
 * <p>Inside, a unit sees what it is shown by name, and nothing else: the system read-only (of its
 * settings what every user may read), toolchains, PATH and JDK, the program of its command, what
 * settings name, and its own folder, the one place beside its home that it writes to. It has a
 * {@code /proc}, {@code /dev}, {@code /tmp}, {@code /var/tmp} and {@code /run} of its own. The
 * network is that of the machine, and so are abstract sockets.
 *
 * <p>In the place of the operator's home it has one that is kept for its project and role, below
 * the data folder. Logins of agents and caches of builds are copied into it, never linked, and
 * nothing of it is ever read or run outside. Whatever the server does in there it does part by part
 * without following a link ({@code RunFolder}), and bwrap, which follows links where it mounts,
 * finds every folder on its way mounted onto itself ({@code View.pins}).
 *
 * <p>Each step of a unit (prologue, command, epilogue) has a pid namespace of its own: it sees and
 * signals nothing outside, and when its first process dies, everything in it does, however often it
 * forked. That process dies with its step, and its step with the supervisor, which stays outside
 * with claim, log and exit file.
 *
 * <p>The package must not start anything: it says the words, and makes the homes.
 */
@NullMarked
package dev.baton.runs.sandbox;

import org.jspecify.annotations.NullMarked;
