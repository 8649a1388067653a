package dev.baton.cli;

import dev.baton.api.EnvironmentsView;
import dev.baton.api.HoldView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what is deployed where, and what keeps deploys out. */
@Command(description = "What is healthy where, who deploys, and what keeps deploys out.")
final class EnvironmentList implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    private final Session session;

    EnvironmentList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(common, client -> {
            RestClient.Reply reply = client.get("/api/v1/environments");
            if (common.json) {
                session.out().print(reply.body());
                return;
            }
            print(reply.as(EnvironmentsView.class));
        });
    }

    private void print(EnvironmentsView view) {
        if (view.environments().isEmpty()) {
            session.out().println("No project has an environment.");
            return;
        }
        Table table = session.table();
        table.row("PROJECT", "ENVIRONMENT", "HEALTHY WITH", "OF", "SINCE", "");
        view.environments().forEach(environment -> row(table, environment));
        table.print(session.out(), -1);
    }

    private void row(Table table, EnvironmentsView.Environment environment) {
        EnvironmentsView.Line healthy = environment.healthy();
        table.row(
                environment.project(),
                environment.name(),
                healthy == null ? "-" : shortened(healthy.sha()),
                healthy == null ? "-" : healthy.task(),
                healthy == null ? "-" : Terminal.ago(healthy.since(), session.now()),
                String.join("; ", remarks(environment)));
    }

    private static List<String> remarks(EnvironmentsView.Environment environment) {
        List<String> remarks = new ArrayList<>();
        EnvironmentsView.Line open = environment.open();
        if (open != null) {
            remarks.add(open.id() + " of " + open.task() + " is " + open.state());
        }
        environment.holds().forEach(hold -> remarks.add(words(hold)));
        Instant opensAt = environment.opensAt();
        if (opensAt != null) {
            remarks.add("next window " + opensAt);
        }
        return remarks;
    }

    private static String words(HoldView hold) {
        return "hold %d by %s: %s"
                .formatted(hold.id(), Terminal.plain(hold.by()), Terminal.plain(hold.why()));
    }

    private static String shortened(@Nullable String sha) {
        return sha == null ? "-" : sha.substring(0, Math.min(7, sha.length()));
    }
}
