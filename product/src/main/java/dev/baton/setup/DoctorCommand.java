package dev.baton.setup;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code baton doctor}. */
@Command(
        name = "doctor",
        description = "Says what a server on this machine lacks, and leaves nothing changed; with"
                + " --take-over makes a copied data folder this host's, with --move-data takes one"
                + " out of a checkout.")
public final class DoctorCommand implements Callable<Integer> {
    private final Surroundings around;
    private final DataFolders folders;

    @Option(names = "--config", paramLabel = "FILE", description = "baton.yaml to look at")
    private @Nullable String config;

    @Option(names = "--json", description = "one JSON object on standard output")
    private boolean json;

    @Option(names = "--skip-tests", description = "do not run the test commands at the base")
    private boolean skipTests;

    @Option(names = "--skip-push", description = "do not try to push to the repositories")
    private boolean skipPush;

    @Option(
            names = "--take-over",
            description = "take over a data folder that was copied or restored from a backup")
    private boolean takeOver;

    @Option(
            names = "--move-data",
            description = "move the data folder out of the checkout it lies in")
    private boolean moveData;

    @Option(names = "--yes", description = "with --take-over: ask nothing")
    private boolean yes;

    public DoctorCommand(Surroundings around, DataFolders folders) {
        this.around = around;
        this.folders = folders;
    }

    @Override
    public Integer call() {
        return new Outcome(around, json)
                .of(() -> takeOver ? takeOver() : moveData ? moveData() : look());
    }

    private int takeOver() {
        return new TakeOverFolder(around, folders).run(config, yes, json);
    }

    private int moveData() {
        return new MoveDataFolder(around, folders).run(config, json);
    }

    private int look() {
        try (GitHome git = GitHome.open(around)) {
            var extent = new Doctor.Extent(true, !skipTests, !skipPush);
            return new Doctor(around, git, folders, extent).run(config, json);
        }
    }
}
