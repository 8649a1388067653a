package dev.baton.web.rest;

import dev.baton.api.TaskPage;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.TaskReads.Filter;
import dev.baton.store.TaskReads.Place;
import dev.baton.web.Answer;
import dev.baton.web.Refusal;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/tasks}: the parked tasks first, newest first, a page at a time. The answer is
 * the page, or with {@code page=true} an object that says as well how many there are.
 */
final class TaskList {
    private static final int LIMIT_MAX = 200;

    /** Where the page before ended: {@code p12} after a parked task, {@code t12} after another. */
    private static final Pattern CURSOR = Pattern.compile("([pt])(\\d{1,18})");

    private final Store store;

    TaskList(Store store) {
        this.store = store;
    }

    void answer(Context ctx, String site) {
        Filter filter = new Filter(
                ctx.queryParam("project"),
                status(ctx.queryParam("status")),
                blankToNull(ctx.queryParam("search")));
        Place after = place(ctx.queryParam("after"));
        int limit = (int) Query.number(ctx, "limit", 1, LIMIT_MAX, LIMIT_MAX);
        boolean paged = Query.flag(ctx, "page", false);
        TaskPage page = store.read(reads -> page(reads, filter, after, limit, site));
        Answer.json(ctx, paged ? page : page.tasks());
    }

    private static TaskPage page(
            Reads reads, Filter filter, @Nullable Place after, int limit, String site) {
        // One more than is shown tells whether there is another page.
        List<Task> found = reads.tasks().list(filter, after, limit + 1);
        List<Task> shown = found.subList(0, Math.min(limit, found.size()));
        return new TaskPage(
                shown.stream().map(task -> TaskViews.task(reads, task, site)).toList(),
                reads.tasks().count(filter),
                found.size() > limit ? cursor(Place.of(shown.getLast())) : null);
    }

    private static String cursor(Place place) {
        return (place.parked() ? "p" : "t") + place.id();
    }

    private static @Nullable Place place(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        Matcher parts = CURSOR.matcher(cursor);
        if (!parts.matches()) {
            throw Refusal.invalid(
                    "parameter 'after': expected the field 'next' of the page before, found '"
                            + Refusal.shown(cursor) + "'",
                    null);
        }
        return new Place(parts.group(1).equals("p"), new TaskId(Long.parseLong(parts.group(2))));
    }

    private static @Nullable TaskStatus status(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return Stream.of(TaskStatus.values())
                .filter(status -> status.name().equals(word.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid(
                        "parameter 'status': expected one of "
                                + Stream.of(TaskStatus.values())
                                        .map(status -> status.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))
                                + ", found '" + Refusal.shown(word) + "'",
                        null));
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
