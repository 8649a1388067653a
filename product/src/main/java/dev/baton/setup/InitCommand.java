package dev.baton.setup;

import dev.baton.pipeline.Presets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code baton init}. */
@Command(name = "init", description = "Writes a first baton.yaml for a repository.")
public final class InitCommand implements Callable<Integer> {
    private static final String TEST_PLACE = "TEST_COMMAND";

    private final Surroundings around;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "the repository; the current folder if absent")
    private @Nullable String dir;

    @Option(names = "--yes", description = "ask nothing")
    private boolean yes;

    @Option(
            names = "--show",
            paramLabel = "PRESET",
            description = "print a pipeline and do nothing")
    private @Nullable String preset;

    public InitCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        return new Outcome(around, false).of(() -> preset == null ? init() : show(preset));
    }

    private int init() {
        try (GitHome git = GitHome.open(around)) {
            git.require();
            return new Init(around, git.git()).run(dir, yes);
        }
    }

    private int show(String name) {
        Presets.problem(name).ifPresent(why -> {
            throw SetupFailure.usage(
                    "--show: expected a preset, found '" + name + "' (" + why + ")",
                    "./baton init --show quick");
        });
        around.out().print(Presets.yaml(name, TEST_PLACE));
        around.out().flush();
        return 0;
    }
}
