package dev.baton.web.board;

import dev.baton.model.Run;
import dev.baton.model.Task;
import dev.baton.model.TaskStatus;
import dev.baton.web.AccessRole;
import dev.baton.web.EventStream;
import dev.baton.web.LogFollower;
import dev.baton.web.Refusal;
import dev.baton.web.Routes;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The log of a task's runs: followed as pieces of a page, or as a file. Redacted both ways. */
final class LogPage implements Routes {
    private final TaskReader reader;
    private final LogFollower logs;
    private final Pages pages;
    private final Streams streams;

    LogPage(TaskReader reader, LogFollower logs, Pages pages, Streams streams) {
        this.reader = reader;
        this.logs = logs;
        this.pages = pages;
        this.streams = streams;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/tasks/{key}/log/stream", this::follow, AccessRole.VIEWER);
        routes.get("/tasks/{key}/log/{unit}", this::download, AccessRole.VIEWER);
    }

    @Override
    public void stop() {
        logs.stop();
    }

    private void follow(Context ctx) throws InterruptedException {
        Task task = reader.task(ctx.pathParam("key"));
        // Browsers send the place by themselves when they connect again.
        LogFollower.Place from = LogFollower.Place.parse(ctx.header("Last-Event-ID"))
                .or(() -> LogFollower.Place.parse(ctx.queryParam("from")))
                .orElse(null);
        streams.open(ctx, out -> logs.follow(task.id(), from, true, new Html(out)));
    }

    /** Pieces of the log in the form of a page. */
    private final class Html implements LogFollower.Reader {
        private final EventStream out;
        private Ansi ansi = new Ansi();

        Html(EventStream out) {
            this.out = out;
        }

        @Override
        public void run(Run run) throws IOException {
            ansi = new Ansi();
            out.event("run", pages.render("logrun", Map.of("unit", run.unit())));
        }

        @Override
        public String form(String piece) {
            List<Ansi.Piece> pieces = ansi.pieces(piece);
            // The format of events would take the last line end for its own.
            return EventStream.fields(
                    pages.render("logtext", Map.of("pieces", pieces)).replace("\n", "&#10;"));
        }

        @Override
        public void text(LogFollower.Place place, String html) throws IOException {
            out.text(place.toString(), html);
        }

        @Override
        public void quiet() throws IOException {
            out.keepAlive();
        }

        @Override
        public void end(TaskStatus status) throws IOException {
            out.event("end", status.name());
        }
    }

    private void download(Context ctx) throws IOException, InterruptedException {
        Task task = reader.task(ctx.pathParam("key"));
        String unit = ctx.pathParam("unit");
        if (reader.runs(task).stream().noneMatch(run -> run.unit().equals(unit))) {
            throw new Refusal(
                    404,
                    "not_found",
                    "log '" + Refusal.shown(unit) + "': expected a run of " + task.key()
                            + ", found none of that name",
                    "look at its runs: /tasks/" + task.key());
        }
        ctx.contentType("text/plain;charset=utf-8");
        ctx.header("Content-Disposition", "attachment; filename=\"" + unit + ".log\"");
        OutputStream out = ctx.res().getOutputStream();
        logs.copy(unit, new File(out));
    }

    /** Pieces of the log as they are. */
    private record File(OutputStream out) implements LogFollower.Reader {
        @Override
        public void run(Run run) {
            throw new IllegalStateException("one run only");
        }

        @Override
        public String form(String piece) {
            return piece;
        }

        @Override
        public void text(LogFollower.Place place, String piece) throws IOException {
            out.write(piece.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void quiet() {
            // A file is not waited for.
        }

        @Override
        public void end(TaskStatus status) {
            // Nor does it say more than its text.
        }
    }
}
