/**
 * The web server: who may ask, how it is refused, health, figures, and a plain page; REST is in
 * {@code web.rest}.
 *
 * <p>Everything a request changes goes through one port, {@link dev.baton.web.TaskDesk}; the rest
 * reads the store. Access is decided in one place, {@link dev.baton.web.Access}, before any route
 * runs: 401 (who are you), 403 (not from here, not you), then 404, then 409. Clients send a token;
 * browsers have a session, at the board's own origin only ({@link dev.baton.web.SignIn}). Requests
 * run on virtual threads and may block; what they hold in memory is bounded.
 *
 * <p>The package writes nothing to the store but sessions, must not decide what comes next for a
 * task, and never serves a raw log: texts of runs pass the redaction given by the composition root.
 * A failure becomes an answer in the error mapper and nowhere else.
 */
@NullMarked
package dev.baton.web;

import org.jspecify.annotations.NullMarked;
