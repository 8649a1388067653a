/**
 * A PostgreSQL that lives as long as the demo that wants one: a program of its own, so that neither
 * its binaries nor what unpacks them are in the class path of the product.
 *
 * <p>Invariants: it writes into its folder only (no socket and no file in {@code /tmp}); it listens
 * on 127.0.0.1 and asks for a password; it ends when its standard input does, whatever became of
 * the process at the other end. The database stays in the folder and can be started from it again;
 * the unpacked server goes.
 *
 * <p>It knows nothing of Baton. It says {@code postgresql://USER@HOST:PORT/DATABASE} on standard
 * output once it can be used; why it cannot start is the last line on standard error.
 */
@NullMarked
package dev.baton.postgresql;

import org.jspecify.annotations.NullMarked;
