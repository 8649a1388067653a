package dev.baton.simulation;

import dev.baton.engine.Collector;
import dev.baton.engine.Launcher;
import dev.baton.gates.Gates;
import dev.baton.model.DeployAnswer;
import dev.baton.model.Evidence;
import dev.baton.model.Gate;
import dev.baton.model.JobKind;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.Sha;
import dev.baton.model.Stage;
import dev.baton.model.Task;
import dev.baton.store.Store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Takes from the clones what the runs left there. */
final class FakeCollector implements Collector {
    private final World world;
    private final Launcher launcher;
    private final Store store;
    private final Function<Run, Evidence.DeployStatus> status;

    FakeCollector(
            World world,
            Launcher launcher,
            Store store,
            Function<Run, Evidence.DeployStatus> status) {
        this.status = status;
        this.world = world;
        this.launcher = launcher;
        this.store = store;
    }

    @Override
    public Collected collect(Task task, Stage stage, Run run) {
        if (run.kind() == JobKind.DEPLOY) {
            return deploy(run);
        }
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
            if (gate instanceof Gate.Artifact artifact) {
                boolean there = !head.equals(before);
                evidence.add(new Named(
                        gate.name(),
                        head,
                        new Evidence.Artifact(
                                artifact.pathOf(task),
                                there ? 1L : null,
                                there ? null : "no such file")));
            }
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

    /** Never ended by force; whoever did not see its end asks what became of it. */
    private Collected deploy(Run run) {
        if (run.state() == RunState.EXITED) {
            return command(run);
        }
        Evidence.DeployStatus said = status.apply(run);
        if (said.answer() == DeployAnswer.RUNNING) {
            return World.transientFailure(run.unit() + " deploys: " + said.said());
        }
        Named named = new Named("status of " + run.jobName(), subject(run), said);
        return new Collected(null, null, List.of(end(run), named));
    }

    private Collected command(Run run) {
        return new Collected(null, null, List.of(end(run)));
    }

    private Named end(Run run) {
        String reason = run.reason() == null ? "" : run.reason();
        Evidence end = new Evidence.CommandEnd(run.state(), run.exitCode(), reason, "");
        return new Named(run.jobName(), subject(run), end);
    }

    private Sha subject(Run run) {
        Sha subject =
                store.read(reads -> reads.work().job(run.jobId()).orElseThrow()).subject();
        if (subject == null) {
            throw new IllegalStateException(run.unit() + ": expected a subject, found none");
        }
        return subject;
    }
}
