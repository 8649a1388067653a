package dev.baton.setup;

import static dev.baton.setup.Check.fail;
import static dev.baton.setup.Check.ok;

import dev.baton.agents.AgentCommand;
import dev.baton.agents.AgentEnvironment;
import dev.baton.agents.AgentProgram;
import dev.baton.agents.AgentSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Whether the agents can be started. */
final class AgentChecks {
    private static final Duration VERSION_LIMIT = Duration.ofSeconds(10);

    private final Collection<AgentSettings> agents;
    private final String path;
    private final Surroundings around;
    private final String user;

    AgentChecks(Collection<AgentSettings> agents, String path, Surroundings around) {
        this.agents = agents;
        this.path = path;
        this.around = around;
        this.user = around.user();
    }

    List<Check> all() {
        return agents.stream()
                .sorted(Comparator.comparing(AgentSettings::name))
                .map(this::program)
                .toList();
    }

    private Check program(AgentSettings agent) {
        AgentCommand command = new AgentCommand(
                agent.name(),
                agent.command(),
                agent.timeout(),
                agent.silence(),
                agent.attempts(),
                agent.env(),
                agent.sandbox());
        String what = "agent " + agent.name();
        return switch (AgentProgram.find(command, path)) {
            case AgentProgram.Startable(Path program) -> version(what, agent, program);
            case AgentProgram.Missing(String why) -> Check.failed(what, why);
        };
    }

    /**
     * Only programs that are known to have the option are asked: a script of somebody's own would
     * take it for a prompt and begin to work.
     */
    private Check version(String what, AgentSettings agent, Path program) {
        String name = String.valueOf(program.getFileName());
        if (KnownAgent.all().stream().noneMatch(known -> known.program().equals(name))) {
            return ok(what, program.toString());
        }
        Path output = output();
        try {
            TimedCommand.End end = new TimedCommand(around.nanos(), () -> false)
                    .run(
                            new TimedCommand.Order(
                                    List.of(program.toString(), "--version"),
                                    around.folder(),
                                    AgentEnvironment.allowed(around.environment(), agent.env()),
                                    output,
                                    VERSION_LIMIT),
                            _ -> {});
            String said = String.join(" ", TimedCommand.tail(output, 1));
            return end instanceof TimedCommand.Exited(int code) && code == 0
                    ? ok(what, program + " " + said)
                    : fail(
                            what,
                            program + " --version: expected exit 0 within "
                                    + VERSION_LIMIT.toSeconds() + " s, found " + found(end)
                                    + (said.isEmpty() ? "" : ": " + said),
                            "run it by hand as " + user + ": " + program + " --version");
        } finally {
            delete(output);
        }
    }

    private static String found(TimedCommand.End end) {
        return switch (end) {
            case TimedCommand.Exited(int code) -> "exit " + code;
            case TimedCommand.CutOff _ -> "no end";
            case TimedCommand.NotStarted(String why) -> why;
        };
    }

    private static Path output() {
        try {
            return Files.createTempFile("baton-version-", null);
        } catch (IOException e) {
            throw new UncheckedIOException("making a temporary file", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("deleting " + file, e);
        }
    }
}
