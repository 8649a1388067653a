package dev.baton.setup;

import static dev.baton.setup.Check.ok;
import static dev.baton.setup.Check.warn;

import dev.baton.agents.AgentCommand;
import dev.baton.agents.AgentProgram;
import dev.baton.agents.AgentSettings;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whether the agents can be started, and what they can touch. */
final class AgentChecks {
    private final Collection<AgentSettings> agents;
    private final String path;
    private final String user;

    AgentChecks(Collection<AgentSettings> agents, String path, String user) {
        this.agents = agents;
        this.path = path;
        this.user = user;
    }

    List<Check> all() {
        return Stream.concat(
                        agents.stream()
                                .sorted(Comparator.comparing(AgentSettings::name))
                                .map(this::program),
                        Stream.of(sandbox()))
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
            case AgentProgram.Startable(var program) -> ok(what, program.toString());
            case AgentProgram.Missing(String why) -> Check.failed(what, why);
        };
    }

    private Check sandbox() {
        return warn(
                "sandbox",
                "agents and tests run as " + user + " without a sandbox: they can read and change"
                        + " whatever " + user + " can: other repositories, ~/.ssh, the data folder"
                        + " and the token of this server",
                "run the server as a user of its own that owns nothing else");
    }
}
