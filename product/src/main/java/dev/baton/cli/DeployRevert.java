package dev.baton.cli;

import dev.baton.api.CommandRequest;
import dev.baton.api.TaskView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Files the task that takes back what another one landed. */
@Command(
        description = {
            "Take back what a task landed: a revert of its merge, through the same gates.",
            "The task itself is stopped; what it holds lets the revert pass."
        })
final class DeployRevert implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "KEY", description = "The task whose merge is taken back.")
    private String key = "";

    private final Session session;

    DeployRevert(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(common, client -> {
            RestClient.Reply reply =
                    client.post(RestClient.task(key) + "/revert", CommandRequest.EMPTY);
            if (common.json) {
                session.out().print(reply.body());
                return;
            }
            TaskView task = reply.as(TaskView.class);
            session.out().println(task.key() + "  " + Terminal.plain(task.title()));
            session.out().println("Next: ./baton explain " + task.key());
        });
    }
}
