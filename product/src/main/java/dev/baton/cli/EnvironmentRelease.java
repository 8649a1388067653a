package dev.baton.cli;

import dev.baton.api.HoldView;
import dev.baton.api.ReleaseRequest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets go of an environment. */
@Command(description = "End a hold; who waits for the environment deploys.")
final class EnvironmentRelease implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ProjectOption where = new ProjectOption();

    @Parameters(arity = "1", paramLabel = "NAME", description = "The environment.")
    private String name = "";

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The hold; default: the only one of the environment.")
    private @Nullable Long id;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "In whose name; default: the user of this machine.")
    private @Nullable String by;

    private final Session session;

    EnvironmentRelease(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String who = by == null ? session.context().user() : by;
        return session.run(common, client -> {
            RestClient.Reply reply = client.post(
                    "/api/v1/environments/release",
                    new ReleaseRequest(id, where.project, null, name, who));
            if (common.json) {
                session.out().print(reply.body());
                return;
            }
            HoldView hold = reply.as(HoldView.class);
            session.out()
                    .println("hold %d of environment %s released; it was held by %s for %s: %s"
                            .formatted(
                                    hold.id(),
                                    hold.name(),
                                    Terminal.plain(hold.by()),
                                    Terminal.since(hold.since(), session.now()),
                                    Terminal.plain(hold.why())));
        });
    }
}
