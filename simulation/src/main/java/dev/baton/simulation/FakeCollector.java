package dev.baton.simulation;

import dev.baton.engine.Collector;
import dev.baton.engine.Launcher;
import dev.baton.gates.Gates;
import dev.baton.model.Evidence;
import dev.baton.model.Gate;
import dev.baton.model.JobKind;
import dev.baton.model.Run;
import dev.baton.model.Sha;
import dev.baton.model.Stage;
import dev.baton.model.Task;
import dev.baton.store.Store;
import java.util.ArrayList;
import java.util.List;

/** Takes from the clones what the runs left there. */
final class FakeCollector implements Collector {
    private final World world;
    private final Launcher launcher;
    private final Store store;

    FakeCollector(World world, Launcher launcher, Store store) {
        this.world = world;
        this.launcher = launcher;
        this.store = store;
    }

    @Override
    public Collected collect(Task task, Stage stage, Run run) {
        if (launcher.stop(run) instanceof Launcher.Alive alive) {
            return World.transientFailure(run.unit() + " lives: " + alive.why());
        }
        return run.kind() == JobKind.AGENT
                ? world.network()
                        .ask("clones.read", () -> agent(task, stage, run), World::transientFailure)
                : command(run);
    }

    private Collected agent(Task task, Stage stage, Run run) {
        Clones clones = world.clones();
        Sha head = clones.head(task.key());
        Sha before = run.headBefore() == null ? clones.start(task.key()) : run.headBefore();
        List<Named> evidence = new ArrayList<>();
        evidence.add(new Named(
                Gates.WORK,
                head,
                new Evidence.Work(
                        before,
                        head,
                        head.equals(before) ? List.of() : List.of("Greet.java"),
                        List.of())));
        for (Gate gate : stage.gates()) {
            if (gate instanceof Gate.VerdictFile file) {
                String word = clones.word(run.unit());
                evidence.add(new Named(
                        Gates.OUT + file.file(),
                        head,
                        new Evidence.OutFile(
                                file.file(), word, word == null ? "no such file" : null)));
            }
        }
        return stage.pushes()
                ? new Collected(head, clones.start(task.key()), evidence)
                : new Collected(null, null, evidence);
    }

    private Collected command(Run run) {
        Sha subject = store.read(reads -> reads.work().job(run.jobId()).orElseThrow())
                .subject();
        if (subject == null) {
            throw new IllegalStateException(run.unit() + ": expected a subject, found none");
        }
        String reason = run.reason() == null ? "" : run.reason();
        Evidence end = new Evidence.CommandEnd(run.state(), run.exitCode(), reason, "");
        return new Collected(null, null, List.of(new Named(run.jobName(), subject, end)));
    }
}
