package dev.baton.web;

import dev.baton.model.DeploymentState;
import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.JobKind;
import dev.baton.model.MergeCandidate;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.RunState;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.Verdict;
import dev.baton.store.DeploymentWrites.NewDeployment;
import dev.baton.store.Tx;
import dev.baton.store.WorkWrites.NewJob;
import dev.baton.store.WorkWrites.NewRun;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task with a life behind it: a lost run, a merge that did not land and one that did. */
public final class Landed {
    public static final Sha BASE = sha('0');
    public static final Sha HEAD = sha('a');
    public static final Sha MERGED = sha('c');

    private Landed() {}

    private static Sha sha(char c) {
        return new Sha(String.valueOf(c).repeat(40));
    }

    /** In that database, still on its way. */
    public static Task in(WebFixture web) {
        Task task = web.insert("Greet", "", "42");
        TaskId id = task.id();
        web.write(tx -> {
            tx.tasks().head(id, HEAD, BASE);
            run(tx, id, JobKind.AGENT, "developer", "shop-1-v1-developer-1");
            tx.work()
                    .ended(
                            "shop-1-v1-developer-1",
                            RunState.LOST_INFRA,
                            null,
                            "rebooted",
                            WebFixture.NOW);
            run(tx, id, JobKind.GATE, "tests", "shop-1-v1-tests-1");
            tx.work().ended("shop-1-v1-tests-1", RunState.EXITED, 0, "exit code 0", WebFixture.NOW);
            tx.gates().judge(verdict(id, "tests", "shop-1-v1-tests-1", Verdict.Outcome.GREEN));
            tx.gates().judge(verdict(id, Verdict.PERSON, null, Verdict.Outcome.RED));
            tx.gates()
                    .candidate(new MergeCandidate(id, 3, 1, BASE, HEAD, null, List.of("Greet.x")));
            tx.gates().candidate(new MergeCandidate(id, 4, 1, BASE, HEAD, sha('b'), List.of()));
            tx.gates().candidate(new MergeCandidate(id, 4, 2, BASE, HEAD, MERGED, List.of()));
            merge(tx, id, 1, sha('b'), EffectState.POISONED);
            merge(tx, id, 2, MERGED, EffectState.CONFIRMED);
            run(tx, id, JobKind.DEPLOY, "deploy-staging", "shop-1-v4-deploy-staging-1");
            deploy(tx, id);
            return true;
        });
        return web.task("SHOP-1");
    }

    private static void run(Tx tx, TaskId task, JobKind kind, String name, String unit) {
        var job = tx.work().queue(new NewJob(task, 1, kind, name, null, 2, 0, WebFixture.NOW));
        tx.work().grant(job.id(), WebFixture.NOW);
        tx.work().intend(job, new NewRun(1, unit, Duration.ofMinutes(45), null, WebFixture.NOW));
        tx.work().started(unit, new ProcessIdentity(1, 2, "boot"), WebFixture.NOW);
    }

    private static Verdict verdict(
            TaskId task, String gate, @Nullable String unit, Verdict.Outcome outcome) {
        return new Verdict(
                task,
                gate,
                HEAD,
                "digest",
                unit,
                outcome,
                outcome == Verdict.Outcome.GREEN ? "exit 0" : "not like this",
                List.of(),
                0,
                WebFixture.NOW);
    }

    private static void merge(Tx tx, TaskId task, int n, Sha sha, EffectState state) {
        Effect effect = new Effect.Merge(n, "main", BASE, sha);
        var key = effect.key(task, 4);
        tx.effects().intend(key, effect, 1, WebFixture.NOW);
        tx.effects().settle(key, state, 1, "done", WebFixture.NOW);
    }

    private static void deploy(Tx tx, TaskId task) {
        String unit = "shop-1-v4-deploy-staging-1";
        tx.deployments()
                .intend(new NewDeployment(
                        "SHOP", "staging", 1, task, 4, MERGED, null, unit, WebFixture.NOW));
        tx.deployments()
                .becomes(
                        unit,
                        DeploymentState.INTENDED,
                        DeploymentState.STARTED,
                        "started",
                        WebFixture.NOW);
    }
}
