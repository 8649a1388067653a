package dev.baton.effects;

import dev.baton.agents.AgentEnvironment;
import dev.baton.agents.SandboxSettings;
import dev.baton.deploy.Environment;
import dev.baton.deploy.Environments;
import dev.baton.model.Deployment;
import dev.baton.model.Effect;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Pipeline;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.runs.Confinement;
import dev.baton.runs.LaunchSpec;
import dev.baton.workspace.Checkouts;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Makes ready what a deploy command needs: a throwaway checkout of exactly the commit, and the
 * program of whoever may be run there. It is shut in where the environment says so only: it has to
 * reach what it deploys to, with the logins of the server's user.
 */
final class DeployLaunch {
    private final Environments environments;
    private final Checkouts checkouts;
    private final Map<String, String> environment;
    private final BiFunction<String, String, SandboxSettings> sandboxes;

    /**
     * @param environment of the server; the command gets the allow-listed part
     * @param sandboxes of a project and an environment, by their names
     */
    DeployLaunch(
            Environments environments,
            Checkouts checkouts,
            Map<String, String> environment,
            BiFunction<String, String, SandboxSettings> sandboxes) {
        this.environments = environments;
        this.checkouts = checkouts;
        this.environment = Map.copyOf(environment);
        this.sandboxes = sandboxes;
    }

    LaunchSpec spec(Task task, Effect.Deploy deploy, Deployment line, Pipeline pipeline) {
        Environment target = environments
                .find(task.project(), deploy.environment())
                .orElseThrow(() -> unknown(task.project(), deploy.environment()));
        SandboxSettings sandbox = sandboxes.apply(task.project(), deploy.environment());
        DeployProgram program = new DeployProgram(
                target, "projects." + task.project() + ".environments." + deploy.environment());
        program.requireAllowed(sandbox.wanted() || pipeline.asksBefore(deploy.environment()));
        String command =
                deploy.rollsBack() == null ? target.start() : rollback(task, target, deploy);
        Path folder = checkouts.prepare(task.project(), deploy.unit(), deploy.sha());
        List<String> argv = List.of("sh", "-c", program.line(command, folder));
        LaunchSpec spec =
                LaunchSpec.of(deploy.unit(), folder, argv, variables(task, deploy, line, folder));
        return sandbox.wanted()
                ? spec.in(new Confinement(
                        true,
                        sandbox.writable(),
                        sandbox.readable(),
                        null,
                        sandbox.limits(),
                        false))
                : spec;
    }

    private Map<String, String> variables(
            Task task, Effect.Deploy deploy, Deployment line, Path folder) {
        Map<String, String> variables =
                new HashMap<>(AgentEnvironment.allowed(environment, List.of()));
        Sha previous = line.previous();
        variables.put("BATON_TASK", task.key());
        variables.put("BATON_CHECKOUT", folder.toString());
        variables.put("BATON_DEPLOY_ID", line.deployId());
        variables.put("BATON_ENVIRONMENT", deploy.environment());
        variables.put("BATON_SHA", deploy.sha().value());
        variables.put("BATON_PREVIOUS_SHA", previous == null ? "" : previous.value());
        variables.put("BATON_ROLLS_BACK", line.rolledBackId());
        return variables;
    }

    private static String rollback(Task task, Environment target, Effect.Deploy deploy) {
        return target.rollback()
                .orElseThrow(() -> new PermanentFailure(
                        FailureCode.SETTINGS,
                        deploy.unit() + ": expected projects." + task.project() + ".environments."
                                + deploy.environment() + ".rollback in baton.yaml, found none."
                                + " Next: add it, restart, retry the task"));
    }

    /** The settings changed after the task was filed. */
    static PermanentFailure unknown(String project, String name) {
        return new PermanentFailure(
                FailureCode.SETTINGS,
                "expected projects." + project + ".environments." + name
                        + " in baton.yaml, found none. Next: add it, restart, retry the task");
    }
}
