package dev.baton.intake;

import dev.baton.model.Gate.CommandGate;
import dev.baton.model.Pipeline;
import dev.baton.pipeline.Parsed;
import dev.baton.pipeline.PipelineParser;
import dev.baton.yaml.Durations;

import java.time.Duration;
import java.util.Optional;

/** Whether a task of a project can be pinned to a pipeline. */
public final class PipelineCheck {
    private PipelineCheck() {}

    /** What came of the look. */
    public sealed interface Checked {}

    /** It can. */
    public record Fit(Pipeline pipeline) implements Checked {}

    /** It cannot, for this reason. */
    public record Unfit(String why) implements Checked {}

    public static Checked check(IntakeProject project, PipelineSource.Text text) {
        return switch (PipelineParser.parse(
                text.file(), text.yaml(), project.roles(), project.environments())) {
            case Parsed.Invalid invalid -> new Unfit(invalid.message());
            case Parsed.Valid(Pipeline pipeline) ->
                tooLong(project, pipeline)
                        .or(() -> tooLongAtTheHead(project, pipeline))
                        .or(() -> unasked(project, pipeline))
                        .<Checked>map(why -> new Unfit(text.file() + ": " + why))
                        .orElseGet(() -> new Fit(pipeline));
        };
    }

    /** What agents wrote would be run by the server's user, and nobody was asked. */
    private static Optional<String> unasked(IntakeProject project, Pipeline pipeline) {
        return project.toApprove().stream()
                .sorted()
                .filter(name -> !pipeline.asksBefore(name))
                .map(name -> "environment '" + name + "' runs the script of the commit (from:"
                        + " repository): expected the gate 'approval' before deploy: {environment: "
                        + name + "} and after the last stage that pushes, found none. Next: add it,"
                        + " or sandbox: bubblewrap beside from: repository in baton.yaml")
                .findFirst();
    }

    /** A gate that may run longer than the backstop lets it would be killed for being healthy. */
    private static Optional<String> tooLong(IntakeProject project, Pipeline pipeline) {
        return pipeline.stages().stream()
                .flatMap(stage -> stage.gates().stream())
                .filter(CommandGate.class::isInstance)
                .map(CommandGate.class::cast)
                .filter(gate -> gate.timeout().compareTo(project.timeoutMax()) > 0)
                .map(gate -> "gate '" + gate.name() + "': expected a timeout of at most "
                        + Durations.text(project.timeoutMax())
                        + " (reaper.max-running less finalize-grace), found "
                        + Durations.text(gate.timeout()))
                .findFirst();
    }

    /**
     * A healthy head would be sent to the tail before it can land, every time. Naive about deploys
     * of a pipeline of the repository: their timeouts are not known here.
     */
    private static Optional<String> tooLongAtTheHead(IntakeProject project, Pipeline pipeline) {
        Duration ceiling = project.landingMax();
        Duration landing = pipeline.landingTimeout(environment -> Duration.ZERO);
        return ceiling == null || landing.compareTo(ceiling) < 0
                ? Optional.empty()
                : Optional.of(
                        "gates at the head of the merge queue: expected timeouts of less than "
                                + Durations.text(ceiling)
                                + " together (merge-lease.ceiling), found "
                                + Durations.text(landing) + ". Next: raise merge-lease.ceiling");
    }
}
