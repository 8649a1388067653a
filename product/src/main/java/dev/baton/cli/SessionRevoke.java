package dev.baton.cli;

import dev.baton.api.CommandRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Signs a browser out. */
@Command(description = "Sign a browser out of the board, at once.")
final class SessionRevoke implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "ID", description = "The session, as 'session list' shows it.")
    private long id;

    private final Session session;

    SessionRevoke(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(common, client -> {
            client.post("/api/v1/sessions/" + id + "/revoke", CommandRequest.EMPTY);
            if (!common.json) {
                session.out().println("Session " + id + " is signed out.");
            }
        });
    }
}
