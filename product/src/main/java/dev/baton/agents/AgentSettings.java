package dev.baton.agents;

import dev.baton.yaml.Durations;
import dev.baton.yaml.Fields;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One agent of the settings.
 *
 * @param name how settings call it
 * @param command program and arguments; a program with a slash is absolute already
 * @param timeout longest a run may take
 * @param silence so long without output = stuck; at most the timeout
 * @param attempts charged attempts in one visit, at least 1
 * @param atOnceMax runs of it at once, whatever the project; null = only the other limits
 * @param sandbox how its runs are kept apart from the machine
 * @param env variables passed through by name, beside the allow-list
 */
public record AgentSettings(
        String name,
        List<String> command,
        Duration timeout,
        Duration silence,
        int attempts,
        @Nullable Integer atOnceMax,
        SandboxSettings sandbox,
        List<String> env) {
    public static final Duration TIMEOUT_DEFAULT = Duration.ofMinutes(45);
    public static final Duration SILENCE_DEFAULT = Duration.ofMinutes(10);
    public static final int ATTEMPTS_DEFAULT = 2;

    private static final List<String> PROFILES =
            List.of("claude", "codex", "gemini", "opencode", "command");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

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

    /**
     * Reads one agent.
     *
     * @param places what paths are read against
     * @return null if a problem was reported
     */
    public static @Nullable AgentSettings read(
            String name, Fields fields, SandboxPathSettings places) {
        boolean available = profile(fields);
        List<String> command = command(fields, places.absolute());
        Duration timeout = fields.duration("timeout", TIMEOUT_DEFAULT);
        Duration silence = silence(fields, timeout);
        int attempts = fields.number("attempts", 1, ATTEMPTS_DEFAULT);
        Integer atOnceMax = atOnceMax(fields);
        SandboxSettings sandbox = SandboxSettings.read(fields, places);
        List<String> env = variables(fields);
        fields.end();
        return !available || command.isEmpty()
                ? null
                : new AgentSettings(
                        name, command, timeout, silence, attempts, atOnceMax, sandbox, env);
    }

    private static @Nullable Integer atOnceMax(Fields fields) {
        return fields.has("max-concurrency") ? fields.number("max-concurrency", 1, 1) : null;
    }

    private static boolean profile(Fields fields) {
        fields.required("profile");
        String profile = fields.word("profile", "profile", PROFILES);
        if (fields.has("model")) {
            fields.problem("model", "not available in this version");
        }
        if (profile == null || profile.equals("command")) {
            return profile != null;
        }
        fields.problem(
                "profile",
                "'" + profile + "' is not available in this version. Next: use"
                        + " the profile command and name the program");
        return false;
    }

    private static List<String> command(Fields fields, UnaryOperator<String> place) {
        List<String> command = fields.texts("command");
        if (command == null || command.isEmpty() || command.getFirst().isBlank()) {
            fields.problem("command", "expected a list of program and arguments, found none");
            return List.of();
        }
        String first = command.getFirst();
        return Stream.concat(
                        Stream.of(first.contains("/") ? place.apply(first) : first),
                        command.stream().skip(1))
                .toList();
    }

    /** When only the timeout is set, and below the default silence, silence does not matter. */
    private static Duration silence(Fields fields, Duration timeout) {
        Duration otherwise = SILENCE_DEFAULT.compareTo(timeout) > 0 ? timeout : SILENCE_DEFAULT;
        Duration silence = fields.duration("silence", otherwise);
        if (silence.compareTo(timeout) <= 0) {
            return silence;
        }
        fields.problem(
                "silence",
                "expected at most the timeout (" + Durations.text(timeout) + "), found "
                        + Durations.text(silence));
        return timeout;
    }

    private static List<String> variables(Fields fields) {
        List<String> names = fields.texts("env");
        for (String name : names == null ? List.<String>of() : names) {
            if (!VARIABLE.matcher(name).matches()) {
                fields.problem("env", "expected names of variables, found '" + name + "'");
            } else if (name.startsWith(AgentEnvironment.PREFIX)) {
                fields.problem(
                        "env", "expected no name of Baton's own (BATON_…), found '" + name + "'");
            }
        }
        return names == null ? List.of() : names;
    }
}
