/**
 * The database behind the ports of {@code dev.baton.store}: the only place that knows SQL. DAOs and
 * statements are the same on SQLite and PostgreSQL; a transaction, an error and a start are not.
 *
 * <p>Committed is answered after the disk has it, which the settings say that are read back at
 * start. A lost guard is Lost. Any error from the COMMIT on is Unknown, whatever its code says. A
 * refused constraint or a bug in the work rolls back and is thrown to the caller. Row mapping
 * refuses what the model cannot be, naming the column and its value.
 *
 * <p><b>SQLite</b>: one writer thread owns the one connection that writes, and runs one {@code
 * begin immediate … commit} per {@link dev.baton.store.Store#write}; several writing connections
 * starve each other under SQLite's unfair busy handler. An error of the disk stops writing for
 * good, because what is on disk can only be read after reopening; the failure hook then ends the
 * server. Closing any descriptor of the file drops the POSIX locks of the whole process, so nothing
 * else here opens it.
 *
 * <p><b>PostgreSQL</b>: some writers at once, READ COMMITTED, each transaction on a connection that
 * goes back to the pool only after an answered commit or rollback. A lost connection comes back and
 * ends nothing: what it was doing is Unknown, reads are unavailable meanwhile. A lock or statement
 * timeout is Unknown too; a deadlock before the COMMIT is rolled back and Lost. Only another server
 * that took the database meanwhile ends this one ({@code DatabaseLock}). Because writers overlap, a
 * transaction that decides from rows it does not write first locks a row that stands for them: the
 * task, the project ({@code ProjectLock}), a channel of the outbox.
 *
 * <p>The package must not decide what comes next or read a clock. Whoever opens a store on SQLite
 * holds the lock of its data folder.
 */
@NullMarked
package dev.baton.store.jdbc;

import org.jspecify.annotations.NullMarked;
