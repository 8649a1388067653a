package dev.baton.cli;

import dev.baton.api.LoginLinkRequest;
import dev.baton.api.LoginLinkView;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a link and a code that sign in one browser. */
@Command(description = "Make a link and a code that sign in one browser, once.")
final class LoginLink implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = "--role",
            paramLabel = "R",
            description = "viewer, approver, operator or admin; default and most: your own.")
    private @Nullable String role;

    @Option(
            names = "--name",
            paramLabel = "WHO",
            description = "In whose name it acts, with the server's own token; default: yours.")
    private @Nullable String name;

    private final Session session;

    LoginLink(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(common, client -> {
            RestClient.Reply reply =
                    client.post("/api/v1/login-links", new LoginLinkRequest(role, name));
            if (common.json) {
                session.out().print(reply.body());
                return;
            }
            LoginLinkView link = reply.as(LoginLinkView.class);
            session.out()
                    .printf(
                            "For one browser, as %s (%s), within %d minutes:%n",
                            Terminal.plain(link.person()),
                            Terminal.plain(link.role()),
                            link.expiresInSeconds() / 60);
            session.out().println("  link  " + Terminal.plain(link.url()));
            session.out()
                    .println("  code  " + Terminal.plain(link.code()) + ", typed at "
                            + Terminal.plain(link.codeUrl()));
            session.out().println("Next: ./baton session list, to see who is signed in");
        });
    }
}
