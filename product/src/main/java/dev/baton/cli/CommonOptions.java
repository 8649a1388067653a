package dev.baton.cli;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that talks to the server takes. */
final class CommonOptions {
    @Option(names = "--json", description = "Print JSON, errors too.")
    boolean json;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server; default: as baton.yaml says.")
    @Nullable
    URI server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "Where the token is; default: BATON_TOKEN, then the server's data folder.")
    @Nullable
    Path tokenFile;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "baton.yaml; default: ./baton.yaml, then the user's.")
    @Nullable
    Path config;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
