package dev.baton.web.board;

import dev.baton.model.Run;
import dev.baton.model.Sha;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.web.Access;
import dev.baton.web.AccessRole;
import dev.baton.web.EventStream;
import dev.baton.web.LogFollower;
import dev.baton.web.Refusal;
import dev.baton.web.Routes;
import dev.baton.web.TaskDesk;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code /tasks/KEY}: why it is where it is, what may be done, and how it got there. */
final class TaskPage implements Routes {
    private static final String TASK = "/tasks/{key}";

    private final TaskReader reader;
    private final TaskDesk desk;
    private final LogFollower logs;
    private final DiffSource diffs;
    private final Pages pages;
    private final Streams streams;
    private final BoardFeed feed;

    TaskPage(TaskReader reader, BoardParts parts, Pages pages, Streams streams) {
        this.reader = reader;
        this.desk = parts.desk();
        this.logs = parts.logs();
        this.diffs = parts.diffs();
        this.feed = parts.feed();
        this.pages = pages;
        this.streams = streams;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get(TASK, this::show, AccessRole.VIEWER);
        routes.get(TASK + "/stream", this::stream, AccessRole.VIEWER);
        routes.get(TASK + "/diff", this::diff, AccessRole.VIEWER);
        for (Action action : Action.values()) {
            routes.post(TASK + "/" + action.word(), ctx -> act(ctx, action), action.role());
        }
    }

    private static Predicate<Action> may(Context ctx) {
        Set<Action> may = EnumSet.noneOf(Action.class);
        for (Action action : Action.values()) {
            if (Access.may(ctx, action.role())) {
                may.add(action);
            }
        }
        return may::contains;
    }

    private void show(Context ctx) throws InterruptedException {
        TaskSheet sheet = reader.read(ctx.pathParam("key"), may(ctx));
        Map<String, Object> values = new HashMap<>();
        values.put("task", sheet);
        values.put("log", log(sheet, ctx.queryParam("run")));
        pages.show(ctx, "task", values);
    }

    /** The end of the log of the run that was asked for, or of the newest. */
    private @Nullable LogView log(TaskSheet sheet, @Nullable String unit)
            throws InterruptedException {
        List<Run> runs = reader.runs(reader.task(sheet.key()));
        Run run = unit == null
                ? (runs.isEmpty() ? null : runs.getLast())
                : runs.stream().filter(r -> r.unit().equals(unit)).findFirst().orElse(null);
        if (run == null) {
            return null;
        }
        LogFollower.End end = logs.end(run);
        return new LogView(
                run.unit(), end.place().toString(), end.cut(), new Ansi().pieces(end.text()));
    }

    private void stream(Context ctx) throws InterruptedException {
        String key = ctx.pathParam("key");
        Task task = reader.task(key);
        Predicate<Action> may = may(ctx);
        Access.Viewer viewer = Access.viewer(ctx);
        Map<String, Object> sent = new HashMap<>();
        long[] last = {-1};
        streams.follow(ctx, (version, out) -> {
            if (feed.version(task.id()) <= last[0]) {
                return;
            }
            last[0] = version;
            TaskSheet sheet = reader.read(key, may);
            Map<String, Object> values = new HashMap<>();
            values.put("task", sheet);
            values.put("viewer", viewer);
            changed(out, sent, "now", sheet.now(), values);
            changed(out, sent, "actions", sheet.actions(), values);
            changed(out, sent, "facts", sheet.facts(), values);
            changed(out, sent, "work", sheet.work(), values);
            changed(out, sent, "timeline", sheet.timeline(), values);
        });
    }

    private void changed(
            EventStream out,
            Map<String, Object> sent,
            String part,
            Object view,
            Map<String, Object> values)
            throws IOException {
        if (!view.equals(sent.put(part, view))) {
            out.event(part, pages.render(part, values));
        }
    }

    private void diff(Context ctx) {
        Task task = reader.task(ctx.pathParam("key"));
        Map<String, Object> values = new HashMap<>();
        values.put("key", task.key());
        values.put("title", task.item().title());
        values.put("diff", diffs.of(task).map(DiffView::of).orElse(null));
        pages.show(ctx, ctx.header("HX-Request") == null ? "diffpage" : "diff", values);
    }

    private void act(Context ctx, Action action) {
        String key = ctx.pathParam("key");
        Task task = reader.task(key);
        boolean opinion = action == Action.APPROVE || action == Action.REJECT;
        Sha head = task.head();
        if (opinion && head != null && !head.value().equals(ctx.formParam("head"))) {
            throw conflict(
                    key,
                    action.word() + " " + key + ": expected your word for " + head.abbreviated()
                            + ", the newest commit, found it for another: the task has moved on");
        }
        TaskDesk.Commanded commanded = desk.command(new TaskDesk.Order(
                key,
                action.kind(),
                action == Action.MOVE ? stage(ctx) : null,
                opinion ? Objects.requireNonNullElse(ctx.formParam("text"), "").strip() : null,
                action == Action.APPROVE
                        ? Objects.requireNonNullElse(ctx.formParam("changes"), "")
                        : null,
                Access.actor(ctx)));
        switch (commanded) {
            case TaskDesk.Accepted() -> ctx.redirect("/tasks/" + key, HttpStatus.SEE_OTHER);
            case TaskDesk.NotFound() -> throw Refusal.noTask(key);
            case TaskDesk.Conflict(String message) -> throw conflict(key, message);
        }
    }

    private static StageId stage(Context ctx) {
        String name = Objects.requireNonNullElse(ctx.formParam("stage"), "");
        try {
            return new StageId(name);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid(
                    "field 'stage': expected the name of a stage, found '" + Refusal.shown(name)
                            + "'",
                    null);
        }
    }

    private static Refusal conflict(String key, String message) {
        return new Refusal(409, "conflict", message, "look again: /tasks/" + key);
    }
}
