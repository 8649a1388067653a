package dev.baton.cli;

import dev.baton.api.CleanupRequest;
import dev.baton.api.CleanupView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes files of finished tasks. */
@Command(description = "Remove clones and logs of tasks that are over for long enough.")
final class Cleanup implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--dry-run", description = "Only say what would be removed.")
    private boolean dryRun;

    private final Session session;

    Cleanup(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(common, client -> {
            RestClient.Reply reply = client.post("/api/v1/cleanup", new CleanupRequest(dryRun));
            if (common.json) {
                session.out().print(reply.body());
            } else {
                print(reply.as(CleanupView.class));
            }
        });
    }

    private void print(CleanupView view) {
        if (view.removed().isEmpty()) {
            session.out().println("Nothing is old enough.");
            return;
        }
        Table table = session.table();
        table.row("TASK", "FINISHED", "WHAT", "NAME");
        for (CleanupView.Removed removed : view.removed()) {
            table.row(
                    Terminal.plain(removed.task()),
                    Terminal.ago(removed.finishedAt(), session.now()),
                    Terminal.plain(removed.kind()),
                    Terminal.plain(removed.name()));
        }
        table.print(session.out(), -1);
        session.out()
                .println(
                        view.dryRun()
                                ? "Nothing was removed. Next: ./baton cleanup"
                                : view.removed().size() + " removed");
    }
}
