package dev.baton.web.board;

import dev.baton.web.AccessRole;
import dev.baton.web.EventStream;
import dev.baton.web.Refusal;
import dev.baton.web.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** {@code /}: the tasks by stage, and the stream that keeps them so. */
final class BoardPage implements Routes {
    private final BoardReader reader;
    private final Pages pages;
    private final Streams streams;
    /** The newest view of each filter, so that many open boards cost one read per change. */
    private final Map<String, Versioned> newest = new ConcurrentHashMap<>();

    BoardPage(BoardReader reader, Pages pages, Streams streams) {
        this.reader = reader;
        this.pages = pages;
        this.streams = streams;
    }

    private record Versioned(long version, BoardView view) {}

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/", this::show, AccessRole.VIEWER);
        routes.get("/board/stream", this::stream, AccessRole.VIEWER);
    }

    private void show(Context ctx) {
        String project = project(ctx);
        BoardView view = reader.read(project);
        if (project != null && !view.projects().contains(project)) {
            throw new Refusal(
                    404,
                    "not_found",
                    "project '" + Refusal.shown(project) + "': expected one that has tasks, found"
                            + " none of that name",
                    "look at all: /");
        }
        pages.show(ctx, "board", Map.of("board", view));
    }

    private static @Nullable String project(Context ctx) {
        String project = ctx.queryParam("project");
        return project == null || project.isEmpty() ? null : project;
    }

    private void stream(Context ctx) throws InterruptedException {
        String project = project(ctx);
        Map<String, Object> sent = new HashMap<>();
        streams.follow(ctx, (version, out) -> {
            BoardView view = at(project, version);
            List<String> names =
                    view.columns().stream().map(BoardView.Column::name).toList();
            if (!names.equals(sent.put("", names)) && sent.size() > 1) {
                out.event("board", pages.render("columns", Map.of("board", view)));
            }
            changed(out, sent, "sums", "sums", view.sums(), Map.of("board", view));
            for (BoardView.Column column : view.columns()) {
                changed(
                        out,
                        sent,
                        "column-" + column.name(),
                        "column",
                        column,
                        Map.of("column", column));
            }
        });
    }

    private void changed(
            EventStream out,
            Map<String, Object> sent,
            String event,
            String template,
            Object view,
            Map<String, Object> values)
            throws IOException {
        if (!view.equals(sent.put(event, view))) {
            out.event(event, pages.render(template, values));
        }
    }

    private BoardView at(@Nullable String project, long version) {
        String filter = project == null ? "" : project;
        if (newest.size() > 100) {
            newest.clear();
        }
        return newest.compute(
                        filter,
                        (key, known) -> known != null && known.version() >= version
                                ? known
                                : new Versioned(version, reader.read(project)))
                .view();
    }
}
