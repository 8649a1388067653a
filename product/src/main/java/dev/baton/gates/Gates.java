package dev.baton.gates;

import dev.baton.engine.GateEvaluator;
import dev.baton.model.Evidence;
import dev.baton.model.EvidenceRow;
import dev.baton.model.Gate;
import dev.baton.model.Judgement;
import dev.baton.model.Sha;

import java.util.List;
import java.util.function.Function;

/** Finds the evidence a gate asks for and lets the gate's class judge it. */
public final class Gates implements GateEvaluator {
    /** Name of the evidence of what a main run left on the branch. */
    public static final String WORK = "work";

    /** Name of the evidence of a file, before its path. */
    public static final String OUT = "out:";

    @Override
    public Judgement judge(Gate gate, Sha subject, List<EvidenceRow> evidence) {
        return switch (gate) {
            case Gate.NotEmpty g ->
                with(Evidence.Work.class, WORK, subject, evidence, NotEmptyGate::judge);
            case Gate.VerdictFile g ->
                with(
                        Evidence.OutFile.class,
                        OUT + g.file(),
                        subject,
                        evidence,
                        file -> VerdictGate.judge(g, subject, file));
            case Gate.Artifact g ->
                with(
                        Evidence.Artifact.class,
                        g.name(),
                        subject,
                        evidence,
                        artifact -> ArtifactGate.judge(subject, artifact));
            case Gate.ProtectedPaths g -> protectedPaths(g, subject, evidence);
            case Gate.Hygiene g -> hygiene(g, subject, evidence);
            case Gate.Deploy g ->
                with(
                        Evidence.DeployEnd.class,
                        Evidence.DeployEnd.NAME,
                        subject,
                        evidence,
                        end -> DeployGate.judge(g, subject, end, log(g, evidence)));
            case Gate.Approval g ->
                new Judgement.Undecided("only a person approves, no evidence does");
            case Gate.CommandGate g ->
                with(
                        Evidence.CommandEnd.class,
                        g.name(),
                        subject,
                        evidence,
                        end -> CommandEndGate.judge(g, subject, end));
        };
    }

    private static Judgement hygiene(Gate.Hygiene gate, Sha subject, List<EvidenceRow> evidence) {
        return with(
                Evidence.Hygiene.class,
                gate.name(),
                subject,
                evidence,
                found -> HygieneGate.judge(subject, found));
    }

    private static Judgement protectedPaths(
            Gate.ProtectedPaths gate, Sha subject, List<EvidenceRow> evidence) {
        return with(
                Evidence.ProtectedChanges.class,
                gate.name(),
                subject,
                evidence,
                changes -> ProtectedPathsGate.judge(gate, changes));
    }

    private static String log(Gate.Deploy gate, List<EvidenceRow> evidence) {
        return evidence.stream()
                .filter(row -> row.name().equals(gate.jobName()))
                .map(EvidenceRow::evidence)
                .filter(Evidence.CommandEnd.class::isInstance)
                .map(end -> ((Evidence.CommandEnd) end).logTail())
                .reduce((older, newer) -> newer)
                .orElse("");
    }

    /** The newest of that name and commit: a run collected twice keeps its last. */
    private static <E extends Evidence> Judgement with(
            Class<E> kind,
            String name,
            Sha subject,
            List<EvidenceRow> evidence,
            Function<E, Judgement> judge) {
        return evidence.stream()
                .filter(row -> row.name().equals(name) && row.subject().equals(subject))
                .map(EvidenceRow::evidence)
                .filter(kind::isInstance)
                .map(kind::cast)
                .reduce((older, newer) -> newer)
                .map(judge)
                .orElseGet(() -> new Judgement.Undecided("expected evidence '" + name + "' of "
                        + subject.abbreviated() + ", found none"));
    }
}
