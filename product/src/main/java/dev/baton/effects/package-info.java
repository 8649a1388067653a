/**
 * One performer per kind of effect on the forge, the builder of merge candidates, and the collector
 * of what ended runs left.
 *
 * <p>Invariants: observing changes nothing; applying carries the resource's own condition, so that
 * a second or late one changes nothing; settling ends with an answer read at the resource, or with
 * none at all. What cannot be told is {@code Unclear}, never a no. The candidate is built once and
 * held by a ref of the mirror; the same number again reads it.
 *
 * <p>The package decides nothing about the task and writes nothing to the store. Starting a run is
 * not here but where runs are.
 */
@NullMarked
package dev.baton.effects;

import org.jspecify.annotations.NullMarked;
