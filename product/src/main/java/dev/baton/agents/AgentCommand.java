package dev.baton.agents;

import java.time.Duration;
import java.util.List;

/**
 * How to run the agent of a role. The prompt is its standard input; it is not part of the command.
 *
 * @param name the agent's name in the settings
 * @param argv program and arguments; never given to a shell
 * @param env names of variables passed through beside the allow-list
 * @param sandbox how its runs are kept apart from the machine
 */
public record AgentCommand(
        String name,
        List<String> argv,
        Duration timeout,
        Duration silence,
        int attempts,
        List<String> env,
        SandboxSettings sandbox) {
    public AgentCommand {
        argv = List.copyOf(argv);
        env = List.copyOf(env);
    }

    /** As the settings have it. */
    public static AgentCommand of(AgentSettings agent) {
        return new AgentCommand(
                agent.name(),
                agent.command(),
                agent.timeout(),
                agent.silence(),
                agent.attempts(),
                agent.env(),
                agent.sandbox());
    }
}
