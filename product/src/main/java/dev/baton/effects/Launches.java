package dev.baton.effects;

import dev.baton.engine.EffectPerformer.Order;
import dev.baton.engine.Pipelines;
import dev.baton.model.Deployment;
import dev.baton.model.Effect;
import dev.baton.model.Gate.CommandGate;
import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.Run;
import dev.baton.model.Sha;
import dev.baton.model.Stage;
import dev.baton.model.Task;
import dev.baton.runs.LaunchSpec;
import dev.baton.store.Store;

/** Finds out what a unit is for, from the rows written with its intent. */
final class Launches implements RunPerformer.LaunchSpecs {
    private final Store store;
    private final Pipelines pipelines;
    private final AgentLaunch agents;
    private final GateLaunch gates;
    private final DeployLaunch deploys;

    Launches(
            Store store,
            Pipelines pipelines,
            AgentLaunch agents,
            GateLaunch gates,
            DeployLaunch deploys) {
        this.store = store;
        this.pipelines = pipelines;
        this.agents = agents;
        this.gates = gates;
        this.deploys = deploys;
    }

    private record Rows(Run run, Job job) {}

    @Override
    public LaunchSpec of(Order order, Effect.Starts start) {
        return switch (start) {
            case Effect.StartRun run -> run(order, run);
            case Effect.Deploy deploy ->
                deploys.spec(
                        order.task(),
                        deploy,
                        line(deploy),
                        pipelines.of(order.task().pipelineDigest()));
        };
    }

    private Deployment line(Effect.Deploy deploy) {
        return store.read(reads -> reads.deployments().byUnit(deploy.unit()))
                .orElseThrow(() -> new IllegalStateException(deploy.unit()
                        + ": expected a line of the deploy ledger beside its intent, found none"));
    }

    private LaunchSpec run(Order order, Effect.StartRun start) {
        Task task = order.task();
        Rows rows = store.read(reads -> reads.work()
                .run(start.unit())
                .flatMap(run -> reads.work().job(run.jobId()).map(job -> new Rows(run, job)))
                .orElseThrow(() -> new IllegalStateException(
                        order.key() + ": expected the run's row beside its intent, found none")));
        Stage stage = pipelines.of(task.pipelineDigest()).stage(task.stage());
        if (rows.job().kind() == JobKind.AGENT && stage.role() != null) {
            return agents.spec(task, stage, stage.role(), rows.job(), rows.run());
        }
        Sha subject = rows.job().subject();
        CommandGate gate = stage.gates().stream()
                .filter(g -> g.name().equals(rows.job().name()))
                .filter(CommandGate.class::isInstance)
                .map(CommandGate.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        order.key() + ": stage " + stage.id() + " has no gate of that name"));
        if (subject == null) {
            throw new IllegalStateException(
                    order.key() + ": expected the commit the gate judges, found none");
        }
        return gates.spec(task, stage, gate, subject, rows.run());
    }
}
