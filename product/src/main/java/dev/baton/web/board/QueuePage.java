package dev.baton.web.board;

import dev.baton.api.QueueView;
import dev.baton.model.Deployment;
import dev.baton.model.EnvironmentState;
import dev.baton.model.Hold;
import dev.baton.model.Run;
import dev.baton.model.Task;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.WorkReads;
import dev.baton.web.AccessRole;
import dev.baton.web.Routes;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /board/queue}: what {@code GET /queue} says, for people, and the work behind it. */
final class QueuePage implements Routes {
    private static final int ROWS_MAX = 100;

    private final Store store;
    private final InstantSource clock;
    private final Supplier<QueueView> queue;
    private final Pages pages;

    QueuePage(Store store, InstantSource clock, Supplier<QueueView> queue, Pages pages) {
        this.store = store;
        this.clock = clock;
        this.queue = queue;
        this.pages = pages;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/board/queue", this::show, AccessRole.VIEWER);
    }

    private void show(Context ctx) {
        pages.show(
                ctx,
                "queue",
                Map.of(
                        "queue",
                        QueueSheet.of(
                                queue.get(),
                                store.read(QueuePage::running),
                                store.read(this::waiting),
                                store.read(QueuePage::environments))));
    }

    /** As many look-ups as there are rows; the slots of a server keep them few. */
    private static QueueSheet.Rows running(Reads reads) {
        List<Run> runs = reads.work().unfinishedRuns();
        return new QueueSheet.Rows(
                runs.stream()
                        .limit(ROWS_MAX)
                        .map(run -> new QueueSheet.Row(
                                reads.tasks().byId(run.task()).map(Task::key).orElse("?"),
                                run.kind().name().toLowerCase(Locale.ROOT),
                                run.jobName(),
                                run.unit(),
                                run.startedAt()))
                        .toList(),
                Math.max(0, runs.size() - ROWS_MAX));
    }

    private static List<QueueSheet.Environment> environments(Reads reads) {
        return reads.board().projects().stream()
                .flatMap(project -> reads.deployments().environments(project).stream()
                        .map(environment -> environment(reads, project, environment)))
                .toList();
    }

    private static QueueSheet.Environment environment(
            Reads reads, String project, EnvironmentState state) {
        Deployment open = state.open();
        Hold hold =
                reads.holds().active(Hold.Kind.ENVIRONMENT, project, state.environment()).stream()
                        .findFirst()
                        .orElse(null);
        return open == null
                ? new QueueSheet.Environment(
                        project,
                        state.environment(),
                        state.last(),
                        null,
                        hold == null ? null : "by " + hold.by() + ": " + hold.why(),
                        hold == null ? null : hold.createdAt())
                : new QueueSheet.Environment(
                        project,
                        state.environment(),
                        state.last(),
                        open.taskKey(),
                        WorkSection.words(open.state()) + " " + open.sha().abbreviated(),
                        open.startedAt());
    }

    private QueueSheet.Rows waiting(Reads reads) {
        Instant now = clock.instant();
        List<WorkReads.Waiting> waiting = reads.work().grantable(now, ROWS_MAX);
        return new QueueSheet.Rows(
                waiting.stream()
                        .map(w -> new QueueSheet.Row(
                                w.taskKey(),
                                w.job().kind().name().toLowerCase(Locale.ROOT),
                                w.job().name(),
                                "priority " + w.job().priority(),
                                w.job().runAfter() == null ? now : w.job().runAfter()))
                        .toList(),
                waiting.size() < ROWS_MAX
                        ? 0
                        : Math.max(0, reads.work().load(now).queued() - ROWS_MAX));
    }
}
