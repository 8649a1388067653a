package dev.baton.cli;

import dev.baton.api.CommandRequest;
import dev.baton.api.ReleaseView;
import dev.baton.api.TransitionLeaseView;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a task from its owner; the next one looks at what that left. */
@Command
final class LeaseRelease implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "KEY", description = "The task, such as SHOP-12.")
    private String key = "";

    @Option(
            names = "--epoch",
            paramLabel = "N",
            description = "Only if it is still held at that epoch, as 'lease list' shows it.")
    private @Nullable Long epoch;

    private final Session session;

    LeaseRelease(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        RestClient.task(key);
        String path = "/api/v1/transition-lease/release?work_item=" + key
                + (epoch == null ? "" : "&epoch=" + epoch);
        return session.run(common, client -> {
            RestClient.Reply reply = client.post(path, CommandRequest.EMPTY);
            if (common.json) {
                session.out().print(reply.body());
                return;
            }
            TransitionLeaseView.Held held = reply.as(ReleaseView.class).released();
            session.out()
                    .printf(
                            "%s: released from activity %d of incarnation %d (%s, at %s), which"
                                    + " held it since %s%n",
                            key,
                            held.activity(),
                            held.incarnation(),
                            Terminal.plain(held.actor()),
                            Terminal.plain(held.step()),
                            held.since());
            session.out().println("Next: ./baton explain " + key);
        });
    }
}
