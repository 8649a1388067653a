package dev.baton.setup;

import static dev.baton.setup.Check.ok;

import dev.baton.agents.AgentCommand;
import dev.baton.agents.AgentProgram;
import dev.baton.agents.AgentSettings;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Whether the agents can be started. */
final class AgentChecks {
    private final Collection<AgentSettings> agents;
    private final String path;

    AgentChecks(Collection<AgentSettings> agents, String path) {
        this.agents = agents;
        this.path = path;
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
            case AgentProgram.Startable(var program) -> ok(what, program.toString());
            case AgentProgram.Missing(String why) -> Check.failed(what, why);
        };
    }
}
