package dev.baton.web.rest;

import dev.baton.api.CommandRequest;
import dev.baton.api.EventView;
import dev.baton.api.ExplainView;
import dev.baton.api.NewTaskRequest;
import dev.baton.api.TaskView;
import dev.baton.api.WaitingView;
import dev.baton.model.Command;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.WorkItem;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.web.Access;
import dev.baton.web.AccessRole;
import dev.baton.web.Answer;
import dev.baton.web.DecisionText;
import dev.baton.web.Refusal;
import dev.baton.web.Routes;
import dev.baton.web.TaskDesk;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** File, list, show, explain and command tasks, and what became of them. */
public final class TaskRoutes implements Routes {
    private static final String TASKS = "/api/v1/tasks";
    private static final String TASK = TASKS + "/{key}";
    private static final int EVENTS_MAX = 1000;

    private final Store store;
    private final TaskDesk desk;
    private final DecisionText decisions;
    private final TaskList list;

    public TaskRoutes(Store store, TaskDesk desk, DecisionText decisions) {
        this.store = store;
        this.desk = desk;
        this.decisions = decisions;
        this.list = new TaskList(store);
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.post(TASKS, this::file, AccessRole.OPERATOR);
        routes.get(TASKS, this::list, AccessRole.VIEWER);
        routes.get(TASK, this::show, AccessRole.VIEWER);
        routes.get(TASK + "/explain", this::explain, AccessRole.VIEWER);
        routes.get(TASK + "/receipt", this::receipt, AccessRole.VIEWER);
        routes.get(TASK + "/events", this::events, AccessRole.VIEWER);
        routes.post(TASK + "/revert", this::revert, AccessRole.OPERATOR);
        for (Command.Kind kind : Command.Kind.values()) {
            String path = TASK + "/" + kind.name().toLowerCase(Locale.ROOT);
            routes.post(path, ctx -> command(ctx, kind), needed(kind));
        }
    }

    private static AccessRole needed(Command.Kind kind) {
        return switch (kind) {
            case APPROVE, REJECT -> AccessRole.APPROVER;
            case STOP, PAUSE, RESUME, RETRY, MOVE -> AccessRole.OPERATOR;
        };
    }

    private void file(Context ctx) {
        NewTaskRequest request = JsonBody.read(ctx, NewTaskRequest.class)
                .orElseThrow(() -> Refusal.invalid(
                        "body: expected a JSON object with a title, found nothing",
                        "{\"title\": \"…\", \"body\": \"…\"}"));
        String body = Objects.requireNonNullElse(request.body(), "");
        int bytes = body.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > WorkItem.BODY_BYTES_MAX) {
            throw JsonBody.tooLarge("field 'body'", WorkItem.BODY_BYTES_MAX, bytes + " bytes");
        }
        TaskDesk.Filed filed = desk.file(new TaskDesk.Filing(
                request.project(),
                Objects.requireNonNullElse(request.title(), ""),
                body,
                request.sourceId(),
                Objects.requireNonNullElse(request.priority(), 0),
                Access.actor(ctx)));
        switch (filed) {
            case TaskDesk.Created created -> answer(ctx, 201, created.task());
            case TaskDesk.Existing existing -> answer(ctx, 200, existing.task());
            case TaskDesk.Refused refused -> throw refusal(refused, request.project() != null);
        }
    }

    private static Refusal refusal(TaskDesk.Refused refused, boolean named) {
        return switch (refused.why()) {
            case INVALID -> Refusal.invalid(refused.message(), null);
            case NO_PROJECT ->
                named
                        ? new Refusal(404, "not_found", refused.message(), null)
                        : Refusal.invalid(refused.message(), "name the project: --project P");
            case PIPELINE -> new Refusal(422, "pipeline", refused.message(), null);
        };
    }

    private void command(Context ctx, Command.Kind kind) {
        CommandRequest request =
                JsonBody.read(ctx, CommandRequest.class).orElse(CommandRequest.EMPTY);
        String key = ctx.pathParam("key");
        if (store.read(reads -> reads.tasks().byKey(key)).isEmpty()) {
            throw Refusal.noTask(key);
        }
        TaskDesk.Commanded commanded = desk.command(new TaskDesk.Order(
                key,
                kind,
                stage(kind, request.stage()),
                request.text(),
                request.changes(),
                Access.actor(ctx)));
        switch (commanded) {
            case TaskDesk.Accepted() -> answer(ctx, 202, ofTask(ctx, (reads, task) -> task));
            case TaskDesk.NotFound() -> throw Refusal.noTask(key);
            case TaskDesk.Conflict conflict ->
                throw new Refusal(409, "conflict", conflict.message(), "./baton explain " + key);
        }
    }

    private void revert(Context ctx) {
        String key = ctx.pathParam("key");
        switch (desk.revert(key, Access.actor(ctx))) {
            case TaskDesk.Reverting(Task task) -> answer(ctx, 201, task);
            case TaskDesk.NoTask() -> throw Refusal.noTask(key);
            case TaskDesk.NotReverted(String message) ->
                throw new Refusal(409, "conflict", message, "./baton task show " + key);
        }
    }

    private static @Nullable StageId stage(Command.Kind kind, @Nullable String name) {
        if ((kind == Command.Kind.MOVE) != (name != null)) {
            throw Refusal.invalid(
                    "field 'stage': expected "
                            + (name == null
                                    ? "the stage to move to, found nothing"
                                    : "it with move only, found it with "
                                            + kind.name().toLowerCase(Locale.ROOT)),
                    "{\"stage\": \"development\"} with move");
        }
        try {
            return name == null ? null : new StageId(name);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid(
                    "field 'stage': expected the name of a stage, found '" + Refusal.shown(name)
                            + "'",
                    null);
        }
    }

    private void answer(Context ctx, int status, Task task) {
        TaskView view = store.read(reads -> TaskViews.task(reads, task, site(ctx)));
        if (status == 201) {
            ctx.header("Location", TASKS + "/" + task.key());
        }
        Answer.json(ctx.status(status), view);
    }

    private void list(Context ctx) {
        list.answer(ctx, site(ctx));
    }

    private void show(Context ctx) {
        Answer.json(ctx, ofTask(ctx, (reads, task) -> TaskViews.task(reads, task, site(ctx))));
    }

    private void explain(Context ctx) {
        Task task = ofTask(ctx, (reads, found) -> found);
        DecisionText.Explained explained = decisions.explain(task);
        Answer.json(ctx, ofTask(ctx, (reads, now) -> {
            WaitingView waiting = TaskViews.waiting(now);
            List<EventView> events =
                    reads.history().newest(now.id(), ExplainView.EVENTS_MAX).stream()
                            .map(TaskViews::event)
                            .toList();
            return new ExplainView(
                    now.key(),
                    explained.decision(),
                    explained.reason(),
                    waiting,
                    waiting == null ? null : waiting.who(),
                    TaskViews.changes(reads, now),
                    events);
        }));
    }

    private void receipt(Context ctx) {
        Answer.json(ctx, ofTask(ctx, (reads, task) -> Receipts.of(reads, task, site(ctx))));
    }

    private void events(Context ctx) {
        long after = Query.number(ctx, "after", 0, Long.MAX_VALUE, 0);
        int limit = (int) Query.number(ctx, "limit", 1, EVENTS_MAX, EVENTS_MAX);
        Answer.json(
                ctx,
                ofTask(
                        ctx,
                        (reads, task) -> reads.history().events(task.id(), after, limit).stream()
                                .map(TaskViews::event)
                                .toList()));
    }

    private <T> T ofTask(Context ctx, BiFunction<Reads, Task, T> work) {
        String key = ctx.pathParam("key");
        return store.read(reads -> {
            Task task = reads.tasks().byKey(key).orElseThrow(() -> Refusal.noTask(key));
            return work.apply(reads, task);
        });
    }

    private static String site(Context ctx) {
        return Access.origin(ctx);
    }
}
