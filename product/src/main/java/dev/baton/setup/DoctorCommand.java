package dev.baton.setup;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code baton doctor}. */
@Command(
        name = "doctor",
        description = "Says what a server on this machine lacks; changes nothing.")
public final class DoctorCommand implements Callable<Integer> {
    private final Surroundings around;

    @Option(names = "--config", paramLabel = "FILE", description = "baton.yaml to look at")
    private @Nullable String config;

    @Option(names = "--json", description = "one JSON object on standard output")
    private boolean json;

    public DoctorCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        return new Outcome(around, json).of(() -> {
            try (GitHome git = GitHome.open(around)) {
                return new Doctor(around, git).run(config, json);
            }
        });
    }
}
