package dev.baton.cli;

import dev.baton.api.HoldView;
import dev.baton.api.ReleaseRequest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets go of a merge queue. */
@Command(description = "End a hold; the head of the queue goes on.")
final class MergeLeaseRelease implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description = "The hold; default: the only one of the base.")
    private @Nullable Long id;

    @Mixin
    private final BaseOptions where = new BaseOptions();

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "In whose name; default: the user of this machine.")
    private @Nullable String by;

    private final Session session;

    MergeLeaseRelease(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String name = by == null ? session.context().user() : by;
        return session.run(common, client -> {
            RestClient.Reply reply = client.post(
                    "/api/v1/merge-lease/release",
                    new ReleaseRequest(id, where.project, where.base, null, name));
            if (common.json) {
                session.out().print(reply.body());
                return;
            }
            HoldView hold = reply.as(HoldView.class);
            session.out()
                    .println("hold %d of %s %s released; it was held by %s for %s: %s"
                            .formatted(
                                    hold.id(),
                                    hold.project(),
                                    Terminal.plain(hold.name()),
                                    Terminal.plain(hold.by()),
                                    Terminal.since(hold.since(), session.now()),
                                    Terminal.plain(hold.why())));
        });
    }
}
