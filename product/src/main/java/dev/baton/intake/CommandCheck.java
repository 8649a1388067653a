package dev.baton.intake;

import dev.baton.engine.Pipelines;
import dev.baton.model.Command;
import dev.baton.model.Pipeline;
import dev.baton.model.Stage;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskStatus;
import dev.baton.yaml.Nearest;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a task as it is now can obey a command. Only the driver decides, later, by itself. */
final class CommandCheck {
    private static final int TEXT_LENGTH_MAX = 10_000;

    private final Pipelines pipelines;

    CommandCheck(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    /** How a command is called in messages: {@code move SHOP-12}. */
    static String name(NewCommand command) {
        return command.kind().name().toLowerCase(Locale.ROOT) + " " + command.taskKey();
    }

    Optional<String> conflict(NewCommand command, Task task) {
        Set<TaskStatus> allowed = allowed(command.kind());
        if (!allowed.contains(task.status())) {
            return Optional.of(name(command) + ": expected a task that is "
                    + String.join(" or ", allowed.stream().map(Enum::name).toList())
                    + ", found it " + task.status());
        }
        return switch (command.kind()) {
            case MOVE -> surplus(command, "text", command.text()).or(() -> stage(command, task));
            case APPROVE, REJECT ->
                surplus(command, "stage", command.stage())
                        .or(() -> text(command))
                        .or(() -> head(command, task));
            case STOP, PAUSE, RESUME, RETRY ->
                surplus(command, "stage", command.stage())
                        .or(() -> surplus(command, "text", command.text()));
        };
    }

    private static Optional<String> surplus(
            NewCommand command, String what, @Nullable String found) {
        return Optional.ofNullable(found)
                .map(f -> name(command) + ": expected no " + what + ", found one");
    }

    private static Optional<String> text(NewCommand command) {
        String text = command.text() == null ? "" : command.text();
        if (text.length() > TEXT_LENGTH_MAX) {
            return Optional.of(name(command) + ": expected a text of at most " + TEXT_LENGTH_MAX
                    + " characters, found " + text.length());
        }
        return ItemCheck.notText("text", text).map(why -> name(command) + ": " + why);
    }

    /** The statuses from which PROTOCOL §2 has a way. */
    private static Set<TaskStatus> allowed(Command.Kind kind) {
        return switch (kind) {
            case PAUSE -> EnumSet.of(TaskStatus.LIVE);
            case RESUME -> EnumSet.of(TaskStatus.PAUSED, TaskStatus.PARKED);
            case RETRY -> EnumSet.of(TaskStatus.PARKED);
            case STOP, APPROVE, REJECT, MOVE ->
                EnumSet.of(TaskStatus.LIVE, TaskStatus.PAUSED, TaskStatus.PARKED);
        };
    }

    private Optional<String> stage(NewCommand command, Task task) {
        Pipeline pipeline = pipelines.of(task.pipelineDigest());
        List<String> known =
                pipeline.stages().stream().map(Stage::id).map(StageId::name).toList();
        String stage = command.stage();
        if (stage == null) {
            return Optional.of(name(command) + ": expected a stage, found none; stages: "
                    + String.join(", ", known));
        }
        return known.contains(stage)
                ? Optional.empty()
                : Optional.of(name(command) + ": unknown stage '" + stage + "'; "
                        + Nearest.hint(stage, "stage", known));
    }

    private static Optional<String> head(NewCommand command, Task task) {
        return task.head() != null
                ? Optional.empty()
                : Optional.of(name(command) + ": expected a task with a commit, found none: its"
                        + " first agent has not ended yet");
    }
}
