package dev.baton.effects;

import dev.baton.engine.Collector;
import dev.baton.engine.Launcher;
import dev.baton.model.DeployAnswer;
import dev.baton.model.Evidence;
import dev.baton.model.FailureCode;
import dev.baton.model.Gate;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.Sha;
import dev.baton.model.Stage;
import dev.baton.model.Task;
import dev.baton.model.TransientFailure;
import dev.baton.runs.LaunchSpec;
import dev.baton.workspace.CloneName;
import dev.baton.workspace.CloneReader;
import dev.baton.workspace.OutFiles;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Takes what runs left: of an agent its commits and files, of a command how it ended. */
final class RunCollector implements Collector {
    private final Launcher launcher;
    private final OutFiles outFiles;
    private final CloneReader reader;
    private final Function<Run, Sha> subject;
    private final Function<Run, Path> log;
    private final Function<Run, Evidence.DeployStatus> status;
    private final RedactedEvidence redacted;
    private final LogTail tail;

    /**
     * @param subject the commit that the job of a gate or deploy run is about
     * @param status what the environment says of a deploy run that nobody saw end
     * @param log where a run's log is
     * @param redact takes secrets out of a text, by value: of all that is stored from here
     */
    RunCollector(
            Launcher launcher,
            OutFiles outFiles,
            CloneReader reader,
            Function<Run, Sha> subject,
            Function<Run, Path> log,
            Function<Run, Evidence.DeployStatus> status,
            UnaryOperator<String> redact) {
        this.launcher = launcher;
        this.outFiles = outFiles;
        this.reader = reader;
        this.subject = subject;
        this.log = log;
        this.status = status;
        this.redacted = new RedactedEvidence(redact);
        this.tail = new LogTail(redact);
    }

    @Override
    public Collected collect(Task task, Stage stage, Run run) {
        Collected found = found(task, stage, run);
        return new Collected(
                found.head(),
                found.baseSha(),
                found.evidence().stream()
                        .map(named -> new Named(
                                named.name(), named.subject(), redacted.of(named.evidence())))
                        .toList(),
                found.refused());
    }

    private Collected found(Task task, Stage stage, Run run) {
        return switch (run.kind()) {
            case AGENT -> {
                makeSureOfItsEnd(run);
                yield agent(task, stage, run);
            }
            case GATE, BUILD -> {
                makeSureOfItsEnd(run);
                yield new Collected(null, null, List.of(command(run)));
            }
            case DEPLOY -> deploy(run); // Never ended by force, whatever of it still lives.
        };
    }

    /** What still lives could change files while they are read. */
    private void makeSureOfItsEnd(Run run) {
        switch (launcher.stop(run)) {
            case Launcher.Dead dead -> {}
            case Launcher.Ended ended -> {}
            case Launcher.Alive alive ->
                throw new TransientFailure(
                        FailureCode.PROCESS,
                        "run " + run.unit()
                                + ": expected nothing of it alive before its result is taken, "
                                + "found: "
                                + alive.why());
        }
    }

    private Collected agent(Task task, Stage stage, Run run) {
        CloneName clone = CloneName.of(task, run);
        List<Evidence.OutFile> written = written(stage, clone, run);
        CloneReader.Taken taken = reader.take(task, clone, run.unit(), stage.pushes());
        Integer exit = run.exitCode();
        if (exit != null && exit == LaunchSpec.NOT_RUN) {
            reader.renew(task, clone, "run " + run.unit() + " could not bring it in order");
        }
        boolean agentCommits = stage.pushes() && stage.commit() == Stage.CommitPolicy.AGENT;
        List<Named> evidence = new ArrayList<>();
        evidence.add(new Named(
                "work",
                taken.head(),
                new Evidence.Work(
                        taken.visitStart(),
                        taken.head(),
                        taken.changedFiles(),
                        agentCommits ? taken.uncommitted() : List.of(),
                        taken.remarks())));
        artifacts(task, stage, taken.head()).forEach(evidence::add);
        written.forEach(file -> evidence.add(new Named("out:" + file.path(), taken.head(), file)));
        return stage.pushes()
                ? new Collected(taken.head(), taken.base(), evidence, taken.refused())
                : new Collected(null, null, evidence);
    }

    /** As committed, out of the mirror: the clone's own git may say anything. */
    private List<Named> artifacts(Task task, Stage stage, Sha head) {
        return stage.gates().stream()
                .filter(Gate.Artifact.class::isInstance)
                .map(Gate.Artifact.class::cast)
                .map(gate -> new Named(
                        gate.name(),
                        head,
                        reader.committed(task.project(), head, gate.pathOf(task))))
                .toList();
    }

    /** Before git looks at anything of the run. */
    private List<Evidence.OutFile> written(Stage stage, CloneName clone, Run run) {
        return stage.gates().stream()
                .filter(Gate.VerdictFile.class::isInstance)
                .map(gate -> ((Gate.VerdictFile) gate).file())
                .distinct()
                .map(file -> outFiles.read(clone, run.unit(), file))
                .toList();
    }

    private Collected deploy(Run run) {
        if (run.state() == RunState.EXITED) {
            return new Collected(null, null, List.of(command(run)));
        }
        Evidence.DeployStatus said = status.apply(run);
        if (said.answer() == DeployAnswer.RUNNING) {
            throw new TransientFailure(
                    FailureCode.PROCESS,
                    "run " + run.unit() + " is " + run.state()
                            + ": expected its deploy to be over, " + said.said()
                            + "; it is asked again");
        }
        Named named = new Named("status of " + run.jobName(), subject.apply(run), said);
        return new Collected(null, null, List.of(command(run), named));
    }

    private Named command(Run run) {
        Evidence end = new Evidence.CommandEnd(
                run.state(),
                run.exitCode(),
                run.reason() == null ? "" : run.reason(),
                tail.of(log.apply(run)));
        return new Named(run.jobName(), subject.apply(run), end);
    }
}
