package dev.baton.effects;

import dev.baton.agents.AgentEnvironment;
import dev.baton.agents.SandboxSettings;
import dev.baton.model.Gate.CommandGate;
import dev.baton.model.Run;
import dev.baton.model.Sha;
import dev.baton.model.Stage;
import dev.baton.model.Task;
import dev.baton.runs.Confinement;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunHome;
import dev.baton.workspace.Checkouts;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes ready what a gate's command needs: a throwaway checkout of exactly the commit it judges.
 */
final class GateLaunch {
    private final Checkouts checkouts;
    private final Map<String, String> environment;
    private final Function<String, SandboxSettings> sandboxes;

    /**
     * @param sandboxes of projects, by name
     */
    GateLaunch(
            Checkouts checkouts,
            Map<String, String> environment,
            Function<String, SandboxSettings> sandboxes) {
        this.checkouts = checkouts;
        this.environment = Map.copyOf(environment);
        this.sandboxes = sandboxes;
    }

    LaunchSpec spec(Task task, Stage stage, CommandGate gate, Sha subject, Run run) {
        Path folder = checkouts.prepare(task.project(), run.unit(), subject);
        Map<String, String> variables =
                new HashMap<>(AgentEnvironment.allowed(environment, List.of()));
        variables.put("BATON_TASK", task.key());
        variables.put("BATON_STAGE", stage.id().name());
        variables.put("BATON_VISIT", Long.toString(task.visit()));
        variables.put("BATON_GATE", gate.name());
        variables.put("BATON_SHA", subject.value());
        SandboxSettings sandbox = sandboxes.apply(task.project());
        return LaunchSpec.of(run.unit(), folder, List.of("sh", "-c", gate.command()), variables)
                .in(new Confinement(
                        sandbox.wanted(),
                        sandbox.writable(),
                        sandbox.readable(),
                        RunHome.ofGates(task.project()),
                        sandbox.limits(),
                        true));
    }
}
