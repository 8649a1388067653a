package dev.baton.cli;

import dev.baton.api.Json;
import dev.baton.api.TaskPage;
import dev.baton.api.TaskView;
import dev.baton.api.WaitingView;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists tasks, the parked first, then newest first. */
@Command(description = "List tasks: the parked first, then newest first.")
final class TaskList implements Callable<Integer> {
    private static final int LIMIT = 50;
    private static final int TITLE_COLUMNS = 48;
    private static final int WAITING_COLUMNS = 60;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = {"-p", "--project"},
            paramLabel = "P",
            description = "Of this project only.")
    private @Nullable String project;

    @Option(
            names = "--status",
            paramLabel = "S",
            description = "With this status only: live, paused, parked, cancelling, cancelled,"
                    + " done.")
    private @Nullable String status;

    @Option(
            names = "--search",
            paramLabel = "TEXT",
            description = "With this text in title or key only.")
    private @Nullable String search;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many, up to 200; by default 50.")
    private int limit = LIMIT;

    @Option(
            names = "--after",
            paramLabel = "PAGE",
            description = "The next page, as named at the end of the page before.")
    private @Nullable String after;

    private final Session session;

    TaskList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(common, client -> {
            TaskPage page = client.get("/api/v1/tasks?page=true" + query()).as(TaskPage.class);
            if (common.json) {
                session.out().println(Json.write(page.tasks()));
            } else {
                print(page.tasks());
            }
            more(page);
        });
    }

    private String query() {
        StringBuilder query = new StringBuilder("&limit=" + limit);
        filters()
                .forEach((name, value) -> query.append('&')
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        if (after != null) {
            query.append("&after=").append(URLEncoder.encode(after, StandardCharsets.UTF_8));
        }
        return query.toString();
    }

    private Map<String, String> filters() {
        Map<String, String> filters = new LinkedHashMap<>();
        Optional.ofNullable(project).ifPresent(value -> filters.put("project", value));
        Optional.ofNullable(status).ifPresent(value -> filters.put("status", value));
        Optional.ofNullable(search).ifPresent(value -> filters.put("search", value));
        return filters;
    }

    /** Apart from the list, so that a script reads nothing else than the list. */
    private void more(TaskPage page) {
        if (page.next() == null) {
            return;
        }
        StringBuilder next = new StringBuilder("./baton task list");
        filters()
                .forEach((name, value) -> next.append(" --")
                        .append(name)
                        .append(' ')
                        .append(quoted(Terminal.plain(value))));
        if (limit != LIMIT) {
            next.append(" --limit ").append(limit);
        }
        PrintWriter to = common.json ? session.context().err() : session.out();
        to.println("%d of %d tasks, and there are more. Next: %s --after %s"
                .formatted(page.tasks().size(), page.total(), next, page.next()));
        to.flush();
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }

    private void print(List<TaskView> tasks) {
        if (tasks.isEmpty()) {
            session.out()
                    .println(
                            status == null && search == null && after == null
                                    ? "No task yet. Next: ./baton task add \"TITLE\""
                                    : "No such task. Next: ./baton task list");
            return;
        }
        Table table = session.table();
        table.row("KEY", "STATUS", "STAGE", "UPDATED", "TITLE", "WAITING FOR");
        for (TaskView task : tasks) {
            WaitingView waiting = task.waiting();
            table.row(
                    Terminal.plain(task.key()),
                    Terminal.plain(task.status()),
                    Terminal.plain(task.stage()),
                    Terminal.ago(task.updatedAt(), session.now()),
                    Terminal.cut(Terminal.plain(task.title()), TITLE_COLUMNS),
                    waiting == null
                            ? ""
                            : Terminal.cut(Terminal.plain(waiting.what()), WAITING_COLUMNS));
        }
        table.print(session.out(), 1);
    }
}
