package dev.baton.web.board;

import dev.baton.model.Deployment;
import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.Gate;
import dev.baton.model.GateSubject;
import dev.baton.model.JournalEntry;
import dev.baton.model.Pipeline;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.Sha;
import dev.baton.model.Stage;
import dev.baton.model.Task;
import dev.baton.model.Verdict;
import dev.baton.web.board.TaskSheet.Tone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Gates, effects and runs of one task as shown.
 *
 * @param stages by visit
 */
record WorkSection(Task task, Pipeline pipeline, List<Sha> candidates, Map<Long, String> stages) {
    private static final int RUNS_MAX = 60;

    TaskSheet.Work of(
            List<Verdict> verdicts,
            List<JournalEntry> journal,
            List<Run> runs,
            List<Deployment> deployments) {
        List<Run> shown = runs.reversed().stream().limit(RUNS_MAX).toList();
        return new TaskSheet.Work(
                gates(verdicts, runs),
                journal.reversed().stream()
                        .filter(entry -> !ordinaryStart(entry))
                        .map(WorkSection::effect)
                        .toList(),
                journal.reversed().stream()
                        .filter(WorkSection::ordinaryStart)
                        .map(WorkSection::effect)
                        .toList(),
                shown.stream().map(WorkSection::run).toList(),
                runs.size() - shown.size(),
                deployments.reversed().stream().map(WorkSection::deployed).toList());
    }

    private static TaskSheet.Deployed deployed(Deployment deployment) {
        return new TaskSheet.Deployed(
                deployment.environment(),
                deployment.deployId(),
                deployment.sha().abbreviated(),
                words(deployment.state()),
                deployment.found(),
                deployment.startedAt(),
                deployment.finishedAt());
    }

    /** In the order of the pipeline, each with its newest answer; then a person's word. */
    private List<TaskSheet.Gate> gates(List<Verdict> verdicts, List<Run> runs) {
        Map<String, String> stageOfRun = new HashMap<>();
        runs.forEach(run -> stageOfRun.put(run.unit(), stages.getOrDefault(run.visit(), "")));
        Map<String, Verdict> newest = new HashMap<>();
        for (Verdict verdict : verdicts) {
            String unit = verdict.runUnit();
            String stage = unit == null ? "" : stageOfRun.getOrDefault(unit, "");
            newest.put(stage + " " + verdict.gate(), verdict);
        }
        Verdict word = newest.get(" " + Verdict.PERSON);
        List<TaskSheet.Gate> gates = new ArrayList<>();
        for (Stage stage : pipeline.stages()) {
            for (Gate gate : stage.gates()) {
                Verdict verdict = gate instanceof Gate.Approval
                        ? word
                        : newest.getOrDefault(
                                stage.id() + " " + gate.name(), newest.get(" " + gate.name()));
                gates.add(
                        verdict == null
                                ? open(stage, gate)
                                : judged(stage.id().name(), verdict, gate.subject()));
            }
        }
        if (word != null) {
            gates.add(judged("anywhere", word, GateSubject.HEAD));
        }
        return gates;
    }

    private static TaskSheet.Gate open(Stage stage, Gate gate) {
        return new TaskSheet.Gate(
                stage.id().name(), gate.name(), null, null, false, "", List.of(), null);
    }

    private TaskSheet.Gate judged(String stage, Verdict verdict, GateSubject subject) {
        boolean current = subject == GateSubject.HEAD
                ? verdict.subject().equals(task.head())
                : candidates.isEmpty() || candidates.contains(verdict.subject());
        return new TaskSheet.Gate(
                stage,
                verdict.gate(),
                verdict.outcome().name().toLowerCase(Locale.ROOT),
                verdict.subject().abbreviated(),
                !current,
                verdict.summary(),
                verdict.findings(),
                verdict.at());
    }

    /** There are many of them, and the runs say the same. */
    private static boolean ordinaryStart(JournalEntry entry) {
        return entry.effect() instanceof Effect.StartRun && entry.state() == EffectState.CONFIRMED;
    }

    private static TaskSheet.Effect effect(JournalEntry entry) {
        return new TaskSheet.Effect(
                entry.key().kind().word(),
                switch (entry.effect()) {
                    case Effect.StartRun run -> run.unit();
                    case Effect.Deploy deploy ->
                        deploy.sha().abbreviated() + " to " + deploy.environment();
                    case Effect.Push push -> push.branch() + " at " + push.sha().abbreviated();
                    case Effect.ChangeRequest ask -> ask.branch() + " into " + ask.base();
                    case Effect.Merge merge -> merge.sha().abbreviated() + " onto " + merge.base();
                },
                state(entry.state()),
                entry.key().toString(),
                entry.result());
    }

    private static String state(EffectState state) {
        return switch (state) {
            case INTENT -> "intent";
            case CONFIRMED -> "confirmed";
            case POISONED -> "never happens";
            case IN_DOUBT -> "in doubt";
        };
    }

    private static TaskSheet.Run run(Run run) {
        return new TaskSheet.Run(
                run.unit(),
                run.jobName(),
                run.ordinal(),
                run.visit(),
                words(run.state()),
                tone(run),
                run.exitCode(),
                run.state() == RunState.EXITED ? null : run.reason(),
                run.startedAt(),
                run.finishedAt());
    }

    static String words(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Tone tone(Run run) {
        return switch (run.state()) {
            case INTENDED, RUNNING -> Tone.NOTICE;
            case EXITED -> run.exitCode() != null && run.exitCode() == 0 ? Tone.GOOD : Tone.BAD;
            case LOST, LOST_INFRA, TIMED_OUT, KILLED, IN_DOUBT -> Tone.BAD;
            case SUPERSEDED, CANCELLED -> Tone.PLAIN;
        };
    }
}
