/**
 * The port to where people see branches, change requests and merges: a Git forge, or a plain
 * repository.
 *
 * <p>Every operation that changes something carries its own condition, which the resource checks: a
 * branch moves only from the value that was seen, a change request is opened once per head branch
 * and base, a merge lands once per marker. So each may be repeated after a crash, and a late one
 * from an owner that was replaced changes nothing.
 *
 * <p>Answers have three values: yes, no, and {@link dev.baton.model.TransientFailure} for "nobody
 * can tell"; an error is never a no. The package holds no state and knows nothing of the engine.
 */
@NullMarked
package dev.baton.forge;

import org.jspecify.annotations.NullMarked;
