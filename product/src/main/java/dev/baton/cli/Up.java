package dev.baton.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the server. */
@Command(description = "Run the server until it is told to stop.")
final class Up implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "baton.yaml; default: ./baton.yaml, then the user's.")
    private @Nullable Path config;

    @Option(
            names = "--accept",
            description = "Start with changed settings, or on a data folder of other settings.")
    private boolean accept;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    private final Serving serving;

    Up(Serving serving) {
        this.serving = serving;
    }

    @Override
    public Integer call() {
        return serving.up(config, accept);
    }
}
