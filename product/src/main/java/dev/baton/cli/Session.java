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

    /** The token of the settings goes to the server of the settings and to no other. */
    private Place place(CommonOptions options) {
        Path tokenFile = options.tokenFile;
        URI server = options.server;
        if (server != null) {
            return new Place(checked(server), given(tokenFile));
        }
        return switch (context.finder().find(options.config)) {
            case ServerFinder.Problem problem ->
                throw new CliFailure(
                        ExitCode.FAILED, "no_server", problem.message(), problem.next());
            case ServerFinder.Found found -> {
                String token = given(tokenFile);
                yield new Place(
                        found.url(),
                        token == null && Files.exists(found.tokenFile())
                                ? read(found.tokenFile())
                                : token);
            }
        };
    }

    private @Nullable String given(@Nullable Path tokenFile) {
        return tokenFile == null ? context.token() : read(tokenFile);
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

    private static String read(Path tokenFile) {
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw new CliFailure(
                    ExitCode.FAILED,
                    "token",
                    "token " + tokenFile + ": expected a readable file, found " + e,
                    "ls -l " + tokenFile);
        }
    }
}
