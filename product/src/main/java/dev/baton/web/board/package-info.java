/**
 * The pages: the board, a task, the queues, errors. Rendered on the server and complete without
 * JavaScript; with it, what changes is pushed and keys work.
 *
 * <p>A page is a reader (store to a view, in one snapshot), records that say what is shown, and a
 * template below {@code src/main/jte} that says how. Templates become classes in this package when
 * the product is built, so that views stay package-private and nothing is looked for at a start.
 *
 * <p>Every text of a stranger is escaped by the templates for the place it stands in; characters
 * that cannot be seen or that turn the direction of a line are taken out where pages are written,
 * in {@code Pages}, so that no template can forget it. There is no inline script or style, which
 * the content security policy relies on.
 *
 * <p>What is shown is bounded: cards per column, events, lines of a log, bytes of a diff; a page
 * says what it left out. The package must not write the store (commands go to
 * {@code web.TaskDesk}), must not decide what comes next, and runs no git: a diff comes from a
 * port.
 */
@NullMarked
package dev.baton.web.board;

import org.jspecify.annotations.NullMarked;
