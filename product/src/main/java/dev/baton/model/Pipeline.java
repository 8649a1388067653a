package dev.baton.model;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The ordered stages of a project, as pinned for a task.
 *
 * @param digest SHA-256 of the YAML text, hexadecimal; a task keeps the pipeline it was created
 * with
 */
public record Pipeline(String digest, List<Stage> stages) {
    public Pipeline {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException(
                    "pipeline " + digest + ": expected stages, found none");
        }
    }

    /**
     * The stage of that name; {@code created}, {@code done} and {@code cancelled} are not in here.
     */
    public Stage stage(StageId id) {
        return stages.stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "pipeline " + digest + ": expected a stage '" + id + "', found "
                                + stages.stream().map(s -> s.id().name()).toList()));
    }

    public boolean has(StageId id) {
        return stages.stream().anyMatch(s -> s.id().equals(id));
    }

    /** What comes after a stage when nothing is red; {@code done} after the last. */
    public StageId after(StageId id) {
        if (id.equals(StageId.CREATED)) {
            return stages.getFirst().id();
        }
        int next = stages.indexOf(stage(id)) + 1;
        return next < stages.size() ? stages.get(next).id() : StageId.DONE;
    }

    public boolean before(StageId earlier, StageId later) {
        return stages.indexOf(stage(earlier)) < stages.indexOf(stage(later));
    }

    /**
     * Whether a person approves every commit before it is deployed to an environment: after the
     * last stage that makes commits, and before each deploy.
     */
    public boolean asksBefore(String environment) {
        boolean asked = false;
        for (Stage stage : stages) {
            asked &= stage.role() == null || !stage.pushes();
            for (Gate gate : stage.gates()) {
                asked |= gate instanceof Gate.Approval;
                if (gate instanceof Gate.Deploy deploy
                        && deploy.environment().equals(environment)
                        && !asked) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * What the commands that run at the head of the merge queue may take together, in the stage
     * where that is most; tries again left out.
     *
     * @param deploys what a deploy to an environment may take
     */
    public Duration landingTimeout(Function<String, Duration> deploys) {
        return stages.stream()
                .map(stage -> stage.landingTimeout(deploys))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
