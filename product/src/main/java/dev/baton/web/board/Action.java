package dev.baton.web.board;

import dev.baton.model.Command;
import dev.baton.model.TaskStatus;
import dev.baton.web.AccessRole;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A button: what somebody may ask for, where it makes sense. */
enum Action {
    RETRY(Command.Kind.RETRY, "Retry", "fresh attempts; gates that were not green are asked again"),
    RESUME(Command.Kind.RESUME, "Resume", "go on as it is"),
    PAUSE(Command.Kind.PAUSE, "Pause", "what runs finishes, then it waits"),
    APPROVE(Command.Kind.APPROVE, "Approve", "your word for exactly this commit"),
    REJECT(Command.Kind.REJECT, "Reject", "sends it back with what you write"),
    MOVE(Command.Kind.MOVE, "Move", "to a stage of your choice"),
    STOP(Command.Kind.STOP, "Stop", "ends what runs, settles what is open, for good");

    private final Command.Kind kind;
    private final String label;
    private final String hint;

    Action(Command.Kind kind, String label, String hint) {
        this.kind = kind;
        this.label = label;
        this.hint = hint;
    }

    Command.Kind kind() {
        return kind;
    }

    String label() {
        return label;
    }

    String hint() {
        return hint;
    }

    /** The last part of the address it is sent to. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As REST has it. */
    AccessRole role() {
        return switch (this) {
            case APPROVE, REJECT -> AccessRole.APPROVER;
            case RETRY, RESUME, PAUSE, MOVE, STOP -> AccessRole.OPERATOR;
        };
    }

    private Set<TaskStatus> when() {
        return switch (this) {
            case PAUSE -> EnumSet.of(TaskStatus.LIVE);
            case RESUME -> EnumSet.of(TaskStatus.PAUSED, TaskStatus.PARKED);
            case RETRY -> EnumSet.of(TaskStatus.PARKED);
            case APPROVE, REJECT, MOVE, STOP ->
                EnumSet.of(TaskStatus.LIVE, TaskStatus.PAUSED, TaskStatus.PARKED);
        };
    }

    /** Those that make sense; an opinion needs a commit. */
    static List<Action> of(TaskStatus status, boolean commit) {
        List<Action> offered = new ArrayList<>();
        for (Action action : values()) {
            boolean opinion = action == APPROVE || action == REJECT;
            if (action.when().contains(status) && (commit || !opinion)) {
                offered.add(action);
            }
        }
        return offered;
    }
}
