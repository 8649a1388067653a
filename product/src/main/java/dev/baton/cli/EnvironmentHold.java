package dev.baton.cli;

import dev.baton.api.HoldRequest;
import dev.baton.api.HoldView;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps deploys out of an environment. */
@Command(
        description = {
            "Let no deploy to an environment begin until it is released.",
            "What is being deployed goes on, and so does the rollback of what turns out red."
        })
final class EnvironmentHold implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ProjectOption where = new ProjectOption();

    @Parameters(arity = "1", paramLabel = "NAME", description = "The environment.")
    private String name = "";

    @Option(
            names = "--why",
            required = true,
            paramLabel = "TEXT",
            description = "The reason, for everybody who waits.")
    private String why = "";

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "In whose name; default: the user of this machine.")
    private @Nullable String by;

    private final Session session;

    EnvironmentHold(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String who = by == null ? session.context().user() : by;
        return session.run(common, client -> {
            RestClient.Reply reply = client.post(
                    "/api/v1/environments/hold",
                    new HoldRequest(where.project, null, name, why, who, null));
            if (common.json) {
                session.out().print(reply.body());
                return;
            }
            HoldView hold = reply.as(HoldView.class);
            session.out()
                    .println("environment %s of %s is held by %s (hold %d): %s"
                            .formatted(
                                    hold.name(),
                                    hold.project(),
                                    Terminal.plain(hold.by()),
                                    hold.id(),
                                    Terminal.plain(hold.why())));
            session.out().println("Next: ./baton environment release " + hold.name());
        });
    }
}
