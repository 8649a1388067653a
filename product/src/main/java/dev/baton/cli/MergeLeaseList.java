package dev.baton.cli;

import dev.baton.api.HoldView;
import dev.baton.api.MergeLeaseView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows every merge queue: its holds, its head, who waits. */
@Command(description = "Who may land, who waits for it, and who holds a queue.")
final class MergeLeaseList implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    private final Session session;

    MergeLeaseList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(common, client -> {
            RestClient.Reply reply = client.get("/api/v1/merge-lease");
            if (common.json) {
                session.out().print(reply.body());
                return;
            }
            print(reply.as(MergeLeaseView.class));
        });
    }

    private void print(MergeLeaseView view) {
        if (view.held().isEmpty() && view.waiting().isEmpty() && view.holds().isEmpty()) {
            session.out().println("Nobody waits to land, and nothing is held.");
            return;
        }
        Table table = session.table();
        table.row("PROJECT", "BASE", "WHAT", "WHO", "SINCE", "");
        view.holds().forEach(hold -> row(table, hold));
        view.held()
                .forEach(head -> table.row(
                        head.project(),
                        Terminal.plain(head.base()),
                        "head",
                        head.task(),
                        Terminal.ago(head.since(), session.now()),
                        head.overdue() ? "makes room: too long at the head" : ""));
        view.waiting()
                .forEach(place -> table.row(
                        place.project(),
                        Terminal.plain(place.base()),
                        "next " + place.position(),
                        place.task(),
                        Terminal.ago(place.joinedAt(), session.now()),
                        "priority " + place.priority()
                                + (place.raised() == 0 ? "" : " + " + place.raised())));
        table.print(session.out(), -1);
    }

    private void row(Table table, HoldView hold) {
        table.row(
                hold.project(),
                Terminal.plain(hold.name()),
                "hold " + hold.id(),
                Terminal.plain(hold.by()),
                Terminal.ago(hold.since(), session.now()),
                Terminal.plain(hold.why())
                        + (hold.pid() == null ? "" : " (until process " + hold.pid() + " ends)"));
    }
}
