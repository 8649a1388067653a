package dev.baton.agents;

import dev.baton.yaml.Durations;
import java.time.Duration;
import java.util.List;

/**
 * One agent of the settings.
 *
 * @param name how settings call it
 * @param command program and arguments; a program with a slash is absolute already
 * @param timeout longest a run may take
 * @param silence so long without output = stuck; at most the timeout
 * @param attempts charged attempts in one visit, at least 1
 * @param sandbox how a run is kept apart from the machine
 * @param env variables passed through by name, beside the allow-list
 */
public record AgentSettings(
        String name,
        List<String> command,
        Duration timeout,
        Duration silence,
        int attempts,
        Sandbox sandbox,
        List<String> env) {
    public static final Duration TIMEOUT_DEFAULT = Duration.ofMinutes(45);
    public static final Duration SILENCE_DEFAULT = Duration.ofMinutes(10);
    public static final int ATTEMPTS_DEFAULT = 2;

    /** How a run is kept apart from the machine. */
    public enum Sandbox {
        /** The best that works on this machine. */
        AUTO,
        /** Nothing but another folder: the run is the server's user. */
        NONE
    }

    public AgentSettings {
        command = List.copyOf(command);
        env = List.copyOf(env);
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw new IllegalArgumentException(
                    "agent '" + name + "': expected a command, found none");
        }
        if (attempts < 1) {
            throw new IllegalArgumentException(
                    "agent '" + name + "': expected at least 1 attempt, found " + attempts);
        }
        if (!timeout.isPositive() || !silence.isPositive() || silence.compareTo(timeout) > 0) {
            throw new IllegalArgumentException("agent '" + name
                    + "': expected a silence of at most the timeout (" + Durations.text(timeout)
                    + "), found " + Durations.text(silence));
        }
    }
}
