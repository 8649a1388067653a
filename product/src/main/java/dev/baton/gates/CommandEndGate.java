package dev.baton.gates;

import dev.baton.model.Evidence;
import dev.baton.model.Gate;
import dev.baton.model.Judgement;
import dev.baton.model.Sha;
import dev.baton.yaml.Durations;

import java.util.List;

/**
 * How a gate's command ended at a commit. That it could not run at all says nothing about the
 * commit, so it is undecided; that it never came to an end does, so it is red.
 */
final class CommandEndGate {
    /** What a shell answers for a file it may not execute, and for one it does not find. */
    private static final int NOT_EXECUTABLE = 126;

    private static final int NOT_FOUND = 127;
    private static final int SIGNAL_BASE = 128;
    private static final int SIGNAL_MAX = 64;

    private CommandEndGate() {}

    static Judgement judge(Gate.CommandGate gate, Sha subject, Evidence.CommandEnd end) {
        String command = "'" + gate.command() + "' at " + subject.abbreviated();
        return switch (end.state()) {
            case EXITED -> exited(command, end);
            case TIMED_OUT ->
                new Judgement.Red(
                        command + ": expected an end within " + Durations.text(gate.timeout())
                                + ", found it still running; it was killed" + because(end),
                        findings(end));
            case LOST, LOST_INFRA, KILLED, SUPERSEDED, CANCELLED, IN_DOUBT ->
                new Judgement.Undecided(command + ": expected an exit code, found the run "
                        + end.state() + because(end));
            case INTENDED, RUNNING ->
                new Judgement.Undecided(
                        command + ": expected a run that is over, found it " + end.state());
        };
    }

    private static Judgement exited(String command, Evidence.CommandEnd end) {
        Integer code = end.exitCode();
        if (code == null) {
            return new Judgement.Undecided(command + ": expected an exit code, found none");
        }
        return switch (code) {
            case 0 -> new Judgement.Green(command + ": exit code 0");
            case NOT_FOUND ->
                new Judgement.Undecided(
                        command + ": expected a command, found none of that name (exit code 127)"
                                + tail(end));
            case NOT_EXECUTABLE ->
                new Judgement.Undecided(
                        command + ": expected a program, found it not executable (exit code 126)"
                                + tail(end));
            default ->
                new Judgement.Red(
                        command + ": expected exit code 0, found " + code + signal(code),
                        findings(end));
        };
    }

    private static String signal(int code) {
        int signal = code - SIGNAL_BASE;
        return signal > 0 && signal <= SIGNAL_MAX ? " (ended by signal " + signal + ")" : "";
    }

    private static String because(Evidence.CommandEnd end) {
        return end.reason().isBlank() ? "" : " (" + end.reason() + ")";
    }

    private static String tail(Evidence.CommandEnd end) {
        return end.logTail().isBlank()
                ? ""
                : ": " + end.logTail().strip().lines().reduce((a, b) -> b).orElse("");
    }

    private static List<String> findings(Evidence.CommandEnd end) {
        return end.logTail().isBlank()
                ? List.of()
                : List.of("the end of its output:\n" + end.logTail().strip());
    }
}
