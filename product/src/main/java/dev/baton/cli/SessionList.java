package dev.baton.cli;

import dev.baton.api.SessionView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the browsers that are signed in. */
@Command(description = "List the browsers that are signed in to the board.")
final class SessionList implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    private final Session session;

    SessionList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(common, client -> {
            RestClient.Reply reply = client.get("/api/v1/sessions");
            if (common.json) {
                session.out().print(reply.body());
            } else {
                print(reply.as(SessionView[].class));
            }
        });
    }

    private void print(SessionView[] sessions) {
        if (sessions.length == 0) {
            session.out().println("No browser is signed in. Next: ./baton login-link");
            return;
        }
        Table table = session.table();
        table.row("ID", "NAME", "ROLE", "BY", "KEY", "USED", "EXPIRES", "DEVICE");
        for (SessionView one : sessions) {
            table.row(
                    Long.toString(one.id()),
                    Terminal.plain(one.person()),
                    Terminal.plain(one.role()),
                    Terminal.plain(one.means()),
                    one.bound() ? "yes" : "no",
                    Terminal.ago(one.lastSeenAt(), session.now()),
                    one.expiresAt().toString(),
                    Terminal.plain(one.device()));
        }
        table.print(session.out(), -1);
        session.out().println("Next: ./baton session revoke ID, to sign one out");
    }
}
