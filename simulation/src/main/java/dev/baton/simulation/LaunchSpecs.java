package dev.baton.simulation;

import dev.baton.engine.EffectPerformer.Order;
import dev.baton.model.Deployment;
import dev.baton.model.Effect;
import dev.baton.model.Gate;
import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.Sha;
import dev.baton.model.Stage;
import dev.baton.model.Task;
import dev.baton.runs.LaunchSpec;
import dev.baton.store.Store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a unit is for, from the rows written with its intent. */
final class LaunchSpecs {
    private final World world;
    private final Course course;
    private final Store store;

    LaunchSpecs(World world, Course course, Store store) {
        this.world = world;
        this.course = course;
        this.store = store;
    }

    LaunchSpec of(Order order, Effect.Starts start) {
        Task task = order.task();
        Job job = store.read(reads -> reads.work()
                .run(start.unit())
                .flatMap(run -> reads.work().job(run.jobId()))
                .orElseThrow(() -> new IllegalStateException(
                        order.key() + ": expected the run's row beside its intent, found none")));
        Stage stage = course.pipeline().stage(task.stage());
        Map<String, String> environment = new TreeMap<>();
        environment.put("BATON_TASK", task.key());
        Sha subject = job.subject();
        if (job.kind() == JobKind.AGENT) {
            world.clones().prepare(task.key(), world.repository(task.project()).base());
            if (stage.pushes()) {
                environment.put("BATON_PUSHES", "1");
            }
            Sha head = task.head();
            environment.put("BATON_HEAD", head == null ? "" : head.value());
            stage.gates().stream()
                    .filter(Gate.VerdictFile.class::isInstance)
                    .map(gate -> ((Gate.VerdictFile) gate).approve().getFirst())
                    .forEach(word -> environment.put("BATON_APPROVES", word));
        } else if (start instanceof Effect.Deploy deploy) {
            environment.put("BATON_TARGET", task.project() + "-" + deploy.environment());
            environment.put("BATON_DEPLOY_ID", id(task, deploy));
            environment.put("BATON_SHA", deploy.sha().value());
            if (deploy.rollsBack() != null) {
                environment.put("BATON_ROLLS_BACK", deploy.rollsBack().toString());
            }
        } else if (subject != null) {
            environment.put("BATON_GATE", job.name());
            environment.put("BATON_SHA", subject.value());
        }
        return LaunchSpec.of(start.unit(), Path.of("/"), List.of("true"), environment);
    }

    private static String id(Task task, Effect.Deploy deploy) {
        return Deployment.idOf(task.project(), deploy.environment(), deploy.n());
    }
}
