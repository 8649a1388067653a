package dev.baton.git;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of git.
 *
 * @param gitDir the repository, always named and never searched for; null = none
 * @param workTree the files, where the command touches any
 * @param config {@code name=value} pairs for this command, after the fixed ones
 * @param transports what it may talk through, e.g. {@code file}; empty = nothing
 * @param date of author and committer in git's raw form; null = now
 * @param input given on standard input
 * @param timeout null = the runner's
 */
public record GitCommand(
        @Nullable Path gitDir,
        @Nullable Path workTree,
        List<String> arguments,
        List<String> config,
        String transports,
        @Nullable String date,
        String input,
        @Nullable Duration timeout) {
    public GitCommand {
        arguments = List.copyOf(arguments);
        config = List.copyOf(config);
        for (String argument : arguments) {
            if (argument.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("git argument: expected no NUL, found one in '"
                        + argument.replace('\0', '?') + "'");
            }
        }
    }

    /** A command without a repository. */
    public static GitCommand of(String... arguments) {
        return new GitCommand(null, null, List.of(arguments), List.of(), "", null, "", null);
    }

    /** A command in a repository. */
    public static GitCommand in(Path gitDir, String... arguments) {
        return new GitCommand(gitDir, null, List.of(arguments), List.of(), "", null, "", null);
    }

    public GitCommand workTree(Path folder) {
        return new GitCommand(gitDir, folder, arguments, config, transports, date, input, timeout);
    }

    public GitCommand and(List<String> more) {
        return new GitCommand(
                gitDir, workTree, plus(arguments, more), config, transports, date, input, timeout);
    }

    public GitCommand and(String... more) {
        return and(List.of(more));
    }

    public GitCommand config(String... pairs) {
        return new GitCommand(
                gitDir,
                workTree,
                arguments,
                plus(config, List.of(pairs)),
                transports,
                date,
                input,
                timeout);
    }

    public GitCommand through(String allowed) {
        return new GitCommand(gitDir, workTree, arguments, config, allowed, date, input, timeout);
    }

    public GitCommand dated(String raw) {
        return new GitCommand(gitDir, workTree, arguments, config, transports, raw, input, timeout);
    }

    public GitCommand input(String text) {
        return new GitCommand(gitDir, workTree, arguments, config, transports, date, text, timeout);
    }

    public GitCommand within(Duration bound) {
        return new GitCommand(gitDir, workTree, arguments, config, transports, date, input, bound);
    }

    byte[] inputBytes() {
        return input.getBytes(StandardCharsets.UTF_8);
    }

    /** For messages: the verb and the repository's folder. */
    String described() {
        String verb = arguments.isEmpty() ? "" : " " + arguments.getFirst();
        return "git" + verb + (gitDir == null ? "" : " (" + gitDir + ")");
    }

    private static List<String> plus(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
