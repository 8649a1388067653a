/**
 * The records that REST and the command line share: what is sent, name for name. Public: a change
 * of a name here is a line in the changelog.
 *
 * <p>Invariants: names are snake_case, times RFC 3339 in UTC, a duration's unit is in its name, and
 * what is not known is {@code null}, never left out. The package imports nothing of Baton and holds
 * no behaviour but {@link dev.baton.api.Json}, the one place that says how values become text.
 */
@NullMarked
package dev.baton.api;

import org.jspecify.annotations.NullMarked;
