/**
 * REST under {@code /api/v1}: tasks, their explanation, history and live logs, the queues.
 *
 * <p>Reads come from the store in one snapshot each; changes go to {@link dev.baton.web.TaskDesk}.
 * What a client sends is bounded before it is read, and a field nobody knows is refused, not
 * ignored. A live log holds one buffer per follower, whatever the size of the file.
 *
 * <p>The package must not decide who may do something (that is {@code web.Access}; routes only name
 * the role they need), and sends nothing but records of {@code api}.
 */
@NullMarked
package dev.baton.web.rest;

import org.jspecify.annotations.NullMarked;
