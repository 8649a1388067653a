package dev.baton.cli;

import dev.baton.http.HttpCalls;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What commands share: where the server is, and how to print. */
final class Session {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private final CliContext context;

    Session(CliContext context) {
        this.context = context;
    }

    CliContext context() {
        return context;
    }

    PrintWriter out() {
        return context.out();
    }

    Instant now() {
        return context.clock().instant();
    }

    Table table() {
        return new Table(context.colours());
    }

    /** What a command does with the server. */
    @FunctionalInterface
    interface Work {
        void with(RestClient client);
    }

    /** Finds the server, does the work, and is done with the connection. */
    int run(CommonOptions options, Work work) {
        Place place = place(options);
        try (HttpCalls http = new HttpCalls(TIMEOUT)) {
            work.with(new RestClient(http, place.url(), place.token()));
        }
        out().flush();
        return ExitCode.OK;
    }

    private record Place(URI url, @Nullable String token) {}

    /**
     * A token goes to the server that it names and to no other. One that names none goes where the
     * user said, or where the settings say if nobody else can have written them: a baton.yaml that
     * lies in a checkout may be an agent's.
     */
    private Place place(CommonOptions options) {
        URI server = options.server;
        TokenLine given = given(options.tokenFile);
        if (server != null) {
            URI url = checked(server);
            return new Place(url, given == null ? null : given.over(url, true));
        }
        return switch (context.finder().find(options.config)) {
            case ServerFinder.Problem problem ->
                throw new CliFailure(
                        ExitCode.FAILED, "no_server", problem.message(), problem.next());
            case ServerFinder.Found found -> {
                TokenLine own = Files.exists(found.tokenFile()) ? read(found.tokenFile()) : null;
                boolean known = found.vouched() && own != null && own.names(found.url());
                TokenLine line = given == null ? own : given;
                yield new Place(found.url(), line == null ? null : line.over(found.url(), known));
            }
        };
    }

    private @Nullable TokenLine given(@Nullable Path tokenFile) {
        String token = context.token();
        if (tokenFile != null) {
            return read(tokenFile);
        }
        return token == null ? null : TokenLine.of("BATON_TOKEN", token);
    }

    private static URI checked(URI server) {
        String scheme = server.getScheme();
        if (server.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    "usage",
                    "--server: expected http://HOST:PORT, found '" + server + "'",
                    "./baton task list --server http://127.0.0.1:8420");
        }
        return server;
    }

    private static TokenLine read(Path tokenFile) {
        try {
            return TokenLine.of(tokenFile.toString(), Files.readString(tokenFile));
        } catch (IOException e) {
            throw new CliFailure(
                    ExitCode.FAILED,
                    "token",
                    "token " + tokenFile + ": expected a readable file, found " + e,
                    "ls -l " + tokenFile);
        }
    }
}
