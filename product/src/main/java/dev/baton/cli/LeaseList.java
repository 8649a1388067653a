package dev.baton.cli;

import dev.baton.api.TransitionLeaseView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the tasks that have an owner now. */
@Command
final class LeaseList implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    private final Session session;

    LeaseList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(common, client -> {
            RestClient.Reply reply = client.get("/api/v1/transition-lease");
            if (common.json) {
                session.out().print(reply.body());
            } else {
                print(reply.as(TransitionLeaseView.class));
            }
        });
    }

    private void print(TransitionLeaseView view) {
        if (view.held().isEmpty()) {
            session.out().println("No task has an owner now.");
            return;
        }
        Table table = session.table();
        table.row("TASK", "EPOCH", "INCARNATION", "ACTIVITY", "SINCE", "ACTOR", "STEP");
        for (TransitionLeaseView.Held held : view.held()) {
            table.row(
                    Terminal.plain(held.task()),
                    Long.toString(held.epoch()),
                    Long.toString(held.incarnation()),
                    Long.toString(held.activity()),
                    Terminal.ago(held.since(), session.now()),
                    Terminal.plain(held.actor()),
                    Terminal.plain(held.step()));
        }
        table.print(session.out(), -1);
        session.out().println("Next: ./baton lease release KEY, if one is stuck");
    }
}
