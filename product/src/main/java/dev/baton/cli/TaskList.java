package dev.baton.cli;

import dev.baton.api.TaskView;
import dev.baton.api.WaitingView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists tasks, newest first. */
@Command(description = "List tasks, newest first.")
final class TaskList implements Callable<Integer> {
    private static final int TITLE_COLUMNS = 48;
    private static final int WAITING_COLUMNS = 60;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = {"-p", "--project"},
            paramLabel = "P",
            description = "Of this project only.")
    private @Nullable String project;

    private final Session session;

    TaskList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String query = project == null
                ? ""
                : "?project=" + URLEncoder.encode(project, StandardCharsets.UTF_8);
        return session.run(common, client -> {
            RestClient.Reply reply = client.get("/api/v1/tasks" + query);
            if (common.json) {
                session.out().print(reply.body());
            } else {
                print(reply.as(TaskView[].class));
            }
        });
    }

    private void print(TaskView[] tasks) {
        if (tasks.length == 0) {
            session.out().println("No task yet. Next: ./baton task add \"TITLE\"");
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
