package dev.baton.setup;

import static dev.baton.setup.Check.fail;
import static dev.baton.setup.Check.failed;
import static dev.baton.setup.Check.ok;

import dev.baton.agents.AgentEnvironment;
import dev.baton.config.ProjectSettings;
import dev.baton.git.Git;
import dev.baton.pipeline.Parsed;
import dev.baton.pipeline.PipelineParser;
import dev.baton.workspace.BaseCheckout;
import dev.baton.workspace.RepositorySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does at the base of a project what its tasks will do: reads the pipeline, runs every command of
 * its gates in a throwaway checkout, and pushes. What fails here would fail every task.
 */
final class BaseTrial {
    private static final String PIPELINE = ".baton/pipeline.yaml";
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);
    private static final int TAIL_LINES = 15;

    private final ProjectSettings project;
    private final Git git;
    private final Surroundings around;
    private final Doctor.Extent extent;
    private final String name;

    BaseTrial(ProjectSettings project, Git git, Surroundings around, Doctor.Extent extent) {
        this.project = project;
        this.git = git;
        this.around = around;
        this.extent = extent;
        this.name = "project " + project.name();
    }

    List<Check> all(RepositorySettings repository) {
        Path scratch = scratch();
        try (Interruption interruption = Interruption.listen()) {
            return switch (BaseCheckout.make(git, repository, scratch)) {
                case BaseCheckout.NotMade(String why) -> List.of(failed(name + " checkout", why));
                case BaseCheckout.Made(BaseCheckout checkout) -> {
                    try (checkout) {
                        yield in(checkout, scratch, interruption);
                    }
                }
            };
        }
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory("baton-doctor-").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("making a temporary folder", e);
        }
    }

    private List<Check> in(BaseCheckout checkout, Path scratch, Interruption interruption) {
        List<Check> checks = new ArrayList<>();
        if (extent.pushes()) {
            checks.add(pushes(checkout, scratch));
        }
        switch (pipeline(checkout)) {
            case null ->
                checks.add(fail(
                        name + " pipeline",
                        "expected " + PIPELINE + " on " + project.base() + ", found none",
                        "commit one (baton init --show quick), or set projects." + project.name()
                                + ".pipeline: quick"));
            case Parsed.Invalid invalid ->
                checks.add(fail(
                        name + " pipeline",
                        invalid.message().replace("\n", "\n      "),
                        "mend " + PIPELINE + " on " + project.base()));
            case Parsed.Valid valid -> {
                if (extent.tests()) {
                    valid.commands().stream()
                            .map(command -> test(command, checkout, scratch, interruption))
                            .forEach(checks::add);
                }
            }
        }
        return checks;
    }

    private @Nullable Parsed pipeline(BaseCheckout checkout) {
        Optional<String> preset = project.pipeline().presetYaml();
        if (preset.isPresent()) {
            return PipelineParser.parse("preset " + project.pipeline().preset(), preset.get());
        }
        Path file = checkout.folder().resolve(PIPELINE);
        return Files.isRegularFile(file)
                ? PipelineParser.parse(PIPELINE, Folders.text(file))
                : null;
    }

    private Check pushes(BaseCheckout checkout, Path scratch) {
        return checkout.pushes(git)
                .problem(scratch.getFileName().toString())
                .map(why -> why.contains(". Next: ")
                        ? failed(name + " push", why)
                        : fail(
                                name + " push",
                                why,
                                "let " + around.user()
                                        + " push branches baton/* and refs/baton/* there"))
                .orElseGet(() -> ok(
                        name + " push", "branches and refs/baton are taken, two refs at once too"));
    }

    private Check test(
            String command, BaseCheckout checkout, Path scratch, Interruption interruption) {
        String what = name + " test";
        String where = "'" + command + "' at " + project.base() + " " + checkout.commit();
        around.err()
                .println("running the tests of " + project.name() + ": '" + command + "' at "
                        + checkout.commit() + ", at most " + LIMIT.toMinutes()
                        + " min; --skip-tests leaves this out");
        Path output = scratch.resolve("output");
        TimedCommand.End end = new TimedCommand(around.nanos(), interruption::asked)
                .run(
                        new TimedCommand.Order(
                                List.of("sh", "-c", command),
                                checkout.folder(),
                                AgentEnvironment.allowed(around.environment(), List.of()),
                                output,
                                LIMIT),
                        progress(output));
        return switch (end) {
            case TimedCommand.Exited(int code) ->
                code == 0
                        ? ok(what, where + " passes")
                        : fail(
                                what,
                                where + ": expected exit 0, found " + code + tail(output),
                                "mend it: every task would fail there");
            case TimedCommand.CutOff _ ->
                fail(
                        what,
                        where + ": expected an end within " + LIMIT.toMinutes() + " min, found "
                                + (interruption.asked() ? "an interruption" : "none")
                                + tail(output),
                        "--skip-tests, if it has to be that slow");
            case TimedCommand.NotStarted(String why) -> fail(what, why, "install a POSIX shell");
        };
    }

    /** On a terminal or not: a line now and then, so that nobody takes it for dead. */
    private Consumer<Duration> progress(Path output) {
        Duration[] next = {TELL_EVERY};
        return runs -> {
            if (runs.compareTo(next[0]) >= 0) {
                next[0] = next[0].plus(TELL_EVERY);
                around.err()
                        .println("  " + runs.toSeconds() + " s  "
                                + String.join("", TimedCommand.tail(output, 1)));
            }
        };
    }

    private static String tail(Path output) {
        List<String> lines = TimedCommand.tail(output, TAIL_LINES);
        return lines.isEmpty()
                ? " and no output"
                : ":\n      | " + String.join("\n      | ", lines);
    }
}
