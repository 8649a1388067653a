package dev.baton.cli;

import dev.baton.api.ExplainView;
import dev.baton.api.WaitingView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Answers why a task is where it is. */
@Command(description = "Why a task is where it is, and who can move it on.")
final class Explain implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "KEY", description = "The task, such as SHOP-12.")
    private String key = "";

    private final Session session;

    Explain(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String path = RestClient.task(key) + "/explain";
        return session.run(common, client -> {
            RestClient.Reply reply = client.get(path);
            if (common.json) {
                session.out().print(reply.body());
            } else {
                print(reply.as(ExplainView.class));
            }
        });
    }

    private void print(ExplainView explain) {
        session.out()
                .println(explain.key() + "  "
                        + Terminal.plain(explain.decision() + ": " + explain.reason()));
        WaitingView waiting = explain.waiting();
        if (waiting != null) {
            session.out()
                    .println("waiting since " + Terminal.ago(waiting.since(), session.now()) + ": "
                            + Terminal.plain(waiting.what()));
            if (waiting.until() != null) {
                session.out()
                        .println("looks again " + Terminal.until(waiting.until(), session.now()));
            }
        }
        if (explain.unblockedBy() != null) {
            session.out().println("unblocked by: " + Terminal.plain(explain.unblockedBy()));
        }
        if (explain.changes() != null) {
            session.out().println("waits for your word about these changes of protected paths:");
            explain.changes()
                    .names()
                    .forEach(name -> session.out().println("  " + Terminal.plain(name)));
        }
        session.out().println();
        EventLines.print(session, explain.events());
    }
}
