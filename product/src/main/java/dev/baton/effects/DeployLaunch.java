package dev.baton.effects;

import dev.baton.agents.AgentEnvironment;
import dev.baton.deploy.Environment;
import dev.baton.deploy.Environments;
import dev.baton.model.Deployment;
import dev.baton.model.Effect;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.runs.LaunchSpec;
import dev.baton.workspace.Checkouts;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes ready what a deploy command needs: a throwaway checkout of exactly the commit. It is not
 * shut in: it has to reach what it deploys to, with the logins of the server's user.
 */
final class DeployLaunch {
    private final Environments environments;
    private final Checkouts checkouts;
    private final Map<String, String> environment;

    /**
     * @param environment of the server; the command gets the allow-listed part
     */
    DeployLaunch(Environments environments, Checkouts checkouts, Map<String, String> environment) {
        this.environments = environments;
        this.checkouts = checkouts;
        this.environment = Map.copyOf(environment);
    }

    LaunchSpec spec(Task task, Effect.Deploy deploy, Deployment line) {
        Environment target = environments
                .find(task.project(), deploy.environment())
                .orElseThrow(() -> unknown(task.project(), deploy.environment()));
        String command =
                deploy.rollsBack() == null ? target.start() : rollback(task, target, deploy);
        Path folder = checkouts.prepare(task.project(), deploy.unit(), deploy.sha());
        Map<String, String> variables =
                new HashMap<>(AgentEnvironment.allowed(environment, List.of()));
        Sha previous = line.previous();
        variables.put("BATON_TASK", task.key());
        variables.put("BATON_DEPLOY_ID", line.deployId());
        variables.put("BATON_ENVIRONMENT", deploy.environment());
        variables.put("BATON_SHA", deploy.sha().value());
        variables.put("BATON_PREVIOUS_SHA", previous == null ? "" : previous.value());
        variables.put("BATON_ROLLS_BACK", line.rolledBackId());
        return LaunchSpec.of(deploy.unit(), folder, List.of("sh", "-c", command), variables);
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
