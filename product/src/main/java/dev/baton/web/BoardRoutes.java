package dev.baton.web;

import dev.baton.model.Event;
import dev.baton.model.Parking;
import dev.baton.model.Task;
import dev.baton.model.Waiting;
import dev.baton.store.Store;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

import java.util.List;
import java.util.stream.Collectors;

/** Plain pages to look at: the tasks, and one task with its history. No script, read only. */
public final class BoardRoutes implements Routes {
    private static final int TASKS_MAX = 200;
    private static final int EVENTS_MAX = 100;
    private final Store store;
    private final DecisionText decisions;

    public BoardRoutes(Store store, DecisionText decisions) {
        this.store = store;
        this.decisions = decisions;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/", this::tasks, AccessRole.VIEWER);
        routes.get("/tasks/{key}", this::task, AccessRole.VIEWER);
    }

    private void tasks(Context ctx) {
        List<Task> tasks = store.read(reads -> reads.tasks().list(null, TASKS_MAX));
        String rows = tasks.stream().map(BoardRoutes::row).collect(Collectors.joining("\n"));
        String table = tasks.isEmpty()
                ? "<p>No task yet. <code>./baton task add \"TITLE\"</code></p>"
                : """
                  <table><tr><th>Task</th><th>Title</th><th>Stage</th><th>Status</th>\
                  <th>Waiting for</th><th></th></tr>
                  %s</table>""".formatted(rows);
        page(
                ctx,
                "Baton",
                table
                        + "\n<p><a href=\"/queue\">queue</a> · <a href=\"/readyz\">ready</a> ·"
                        + " <a href=\"/metrics\">metrics</a></p>");
    }

    private static String row(Task task) {
        String key = Html.escape(task.key());
        return """
                <tr><td><a href="/tasks/%1$s">%1$s</a></td><td>%2$s</td><td>%3$s</td>\
                <td>%4$s</td><td>%5$s</td>\
                <td><a href="/api/v1/tasks/%1$s">JSON</a></td></tr>""".formatted(
                        key,
                        Html.escape(task.item().title()),
                        Html.escape(task.stage().name()),
                        task.status(),
                        Html.escape(waiting(task)));
    }

    private static String waiting(Task task) {
        Parking parking = task.parking();
        if (parking != null) {
            return parking.who() + ": " + parking.why();
        }
        Waiting waiting = task.waiting();
        return waiting == null ? "" : waiting.what();
    }

    private void task(Context ctx) {
        String key = ctx.pathParam("key");
        Task task = store.read(
                reads -> reads.tasks().byKey(key).orElseThrow(() -> Refusal.noTask(key)));
        DecisionText.Explained why = decisions.explain(task);
        List<Event> events = store.read(reads -> reads.history().newest(task.id(), EVENTS_MAX));
        String rows = events.stream().map(BoardRoutes::line).collect(Collectors.joining("\n"));
        String shown = Html.escape(task.key());
        page(ctx, task.key() + " " + task.item().title(), """
                <p><b>%s</b> %s: %s</p>
                <table>%s</table>
                <p><a href="/">all tasks</a> ·
                <a href="/api/v1/tasks/%s">JSON</a></p>""".formatted(
                        Html.escape(task.stage() + ", " + task.status()),
                        Html.escape(why.decision()),
                        Html.escape(why.reason()),
                        rows,
                        shown));
    }

    private static String line(Event event) {
        return "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>"
                .formatted(
                        event.at(),
                        Html.escape(event.stage().name()),
                        Html.escape(event.type()),
                        Html.escape(event.actor()),
                        Html.escape(event.data()));
    }

    private static void page(Context ctx, String title, String body) {
        ctx.html("""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>%1$s</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <style>
                body { font: 15px/1.4 system-ui, sans-serif; margin: 1.5rem }
                :root { color-scheme: light dark }
                table { border-collapse: collapse }
                th, td { text-align: left; padding: .3rem .8rem .3rem 0; vertical-align: top }
                tr + tr td { border-top: 1px solid #8884 }
                </style></head>
                <body><h1>%1$s</h1>
                %2$s
                </body></html>
                """.formatted(Html.escape(title), body));
    }
}
