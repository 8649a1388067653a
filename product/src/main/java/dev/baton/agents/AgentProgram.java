package dev.baton.agents;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks for the program of an agent, as {@code doctor} and every start of a run do. */
public final class AgentProgram {
    private AgentProgram() {}

    /** What was found. */
    public sealed interface Found {}

    /** It can be started. */
    public record Startable(Path program) implements Found {}

    /** It cannot; the message is for the person who wrote the settings. */
    public record Missing(String why) implements Found {}

    /**
     * @param path the search path, as in the variable PATH, for a program without a slash
     */
    public static Found find(AgentCommand agent, String path) {
        String program = agent.argv().getFirst();
        return program.contains("/") ? at(agent, Path.of(program)) : onPath(agent, program, path);
    }

    private static Found at(AgentCommand agent, Path program) {
        if (!Files.exists(program)) {
            return missing(agent, program + ", found no such file. Next: correct the path");
        }
        if (Files.isDirectory(program)) {
            return missing(agent, program + ", found a folder. Next: name the program in it");
        }
        if (!Files.isExecutable(program)) {
            return missing(agent, program + ", found it not executable. Next: chmod +x " + program);
        }
        return new Startable(program);
    }

    private static Found onPath(AgentCommand agent, String program, String path) {
        Path notExecutable = null;
        for (String folder : path.split(":", -1)) {
            if (folder.isEmpty()) {
                continue;
            }
            Path candidate = resolve(folder, program);
            if (candidate != null && Files.isRegularFile(candidate)) {
                if (Files.isExecutable(candidate)) {
                    return new Startable(candidate);
                }
                notExecutable = candidate;
            }
        }
        return notExecutable != null
                ? at(agent, notExecutable)
                : missing(
                        agent,
                        "'" + program + "' on PATH, found it nowhere in " + path
                                + ". Next: install it, or write its path");
    }

    private static @Nullable Path resolve(String folder, String program) {
        try {
            return Path.of(folder, program);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static Missing missing(AgentCommand agent, String what) {
        return new Missing("agent '" + agent.name() + "': expected the program " + what);
    }
}
