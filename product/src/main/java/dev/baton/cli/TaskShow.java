package dev.baton.cli;

import dev.baton.api.DeploymentView;
import dev.baton.api.EventView;
import dev.baton.api.OwnerView;
import dev.baton.api.TaskView;
import dev.baton.api.WaitingView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a task and its history. */
@Command(description = "Show a task and its history.")
final class TaskShow implements Callable<Integer> {
    private static final int PAGE = 1000;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "KEY", description = "The task, such as SHOP-12.")
    private String key = "";

    private final Session session;

    TaskShow(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String path = RestClient.task(key);
        return session.run(common, client -> {
            RestClient.Reply reply = client.get(path);
            if (common.json) {
                session.out().print(reply.body());
                return;
            }
            print(reply.as(TaskView.class));
            session.out().println();
            EventLines.print(session, events(client, path));
        });
    }

    private static List<EventView> events(RestClient client, String path) {
        List<EventView> all = new ArrayList<>();
        List<EventView> page;
        do {
            long after = all.isEmpty() ? 0 : all.getLast().seq();
            page = List.of(client.get(path + "/events?limit=" + PAGE + "&after=" + after)
                    .as(EventView[].class));
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }

    private void print(TaskView task) {
        session.out().println(task.key() + "  " + Terminal.plain(task.title()));
        Table table = session.table();
        table.row("stage", task.stage() + ", visit " + task.visit());
        table.row("status", Terminal.plain(task.status()));
        WaitingView waiting = task.waiting();
        if (waiting != null) {
            table.row("waiting for", waiting(waiting));
        }
        OwnerView owner = task.owner();
        if (owner != null) {
            table.row(
                    "owner",
                    Terminal.plain(owner.actor() + ": " + owner.step()) + ", "
                            + Terminal.ago(owner.since(), session.now()));
        }
        table.row("branch", Terminal.plain(task.branch() + " → " + task.base()));
        table.row("head", Objects.requireNonNullElse(task.headSha(), "none yet"));
        if (task.mergedSha() != null) {
            table.row("merged", task.mergedSha());
        }
        for (DeploymentView deployment : task.deployments()) {
            String found = deployment.found();
            table.row(
                    deployment.environment(),
                    Terminal.plain(deployment.id() + ": "
                            + deployment.sha().substring(0, 7) + " "
                            + deployment.state().toLowerCase(Locale.ROOT)
                            + (found == null ? "" : ", " + found)));
        }
        table.row("attempts", Integer.toString(task.attempts()));
        table.row("created", Terminal.ago(task.createdAt(), session.now()));
        table.row("page", Terminal.plain(task.url()));
        table.print(session.out(), -1);
    }

    private String waiting(WaitingView waiting) {
        String until = waiting.until() == null
                ? ""
                : ", looks again " + Terminal.until(waiting.until(), session.now());
        String who = waiting.who() == null ? "" : ", unblocked by " + waiting.who();
        return Terminal.plain(waiting.what()) + " (since "
                + Terminal.ago(waiting.since(), session.now()) + until + Terminal.plain(who) + ")";
    }
}
