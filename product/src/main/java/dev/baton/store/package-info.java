/**
 * Ports to the database: one transaction type, one interface per aggregate, sealed write results.
 *
 * <p>Invariants every implementation keeps (and the store contract tests check):
 *
 * <ul>
 *   <li>A write is durable when {@link dev.baton.store.WriteResult.Committed} is answered, and all
 *       of it or nothing is there.
 *   <li>Writes of one task that follow a guard are serialized with every other owner of the task:
 *       the guard is an UPDATE and the first statement of its transaction.
 *   <li>Losing a guard is a result ({@code Lost}), never an exception. An outcome that nobody knows
 *       is {@code Unknown}, and is never turned into yes or no.
 *   <li>Every +1 of an epoch writes exactly one event with {@code transition = true}, in the same
 *       transaction.
 * </ul>
 *
 * <p>The package must not know SQL, and must not decide what comes next. Names and order of calls
 * inside a transaction belong to the caller.
 */
@NullMarked
package dev.baton.store;

import org.jspecify.annotations.NullMarked;
