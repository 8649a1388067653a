/**
 * The database behind the ports of {@code dev.baton.store}: the only place that knows SQL.
 *
 * <p>One writer thread owns the one connection that writes, and runs one {@code begin immediate …
 * commit} per {@link dev.baton.store.Store#write}; several writing connections starve each other
 * under SQLite's unfair busy handler. Reads come from a pool of connections that cannot write, each
 * in one snapshot.
 *
 * <p>Invariants: Committed is answered after the disk has it (WAL, synchronous=FULL, both read back
 * at start). An error of the disk, or any error from the commit on, answers Unknown and stops
 * writing for good, because what is on disk can only be read after reopening; the failure hook then
 * ends the server. A refused constraint or a bug in the work rolls back and is thrown to the
 * caller. Row mapping refuses what the model cannot be, naming the column and its value.
 *
 * <p>The package must not decide what comes next, read a clock, or open the database file other
 * than through SQLite: closing any descriptor of it drops the POSIX locks of the whole process.
 * Whoever opens a store holds the lock of its data folder.
 */
@NullMarked
package dev.baton.store.jdbc;

import org.jspecify.annotations.NullMarked;
