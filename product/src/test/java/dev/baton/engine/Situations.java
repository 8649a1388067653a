package dev.baton.engine;

import dev.baton.model.Command;
import dev.baton.model.Deployment;
import dev.baton.model.DeploymentState;
import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.EnvironmentRules;
import dev.baton.model.EnvironmentState;
import dev.baton.model.Evidence;
import dev.baton.model.Gate;
import dev.baton.model.Hold;
import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.JobStatus;
import dev.baton.model.JournalEntry;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Parking;
import dev.baton.model.Pipeline;
import dev.baton.model.QueuePlace;
import dev.baton.model.Role;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.Setback;
import dev.baton.model.Sha;
import dev.baton.model.Stage;
import dev.baton.model.Stage.CommitPolicy;
import dev.baton.model.Stage.StageEffect;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskSnapshot;
import dev.baton.model.TaskStatus;
import dev.baton.model.Verdict;
import dev.baton.model.WorkItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds snapshots for tests of the decider; everything has a default. */
final class Situations {
    static final StageId DEVELOPMENT = new StageId("development");
    static final StageId REVIEW = new StageId("review");
    static final StageId MERGE = new StageId("merge");
    static final Sha BASE = sha('a');
    static final Sha HEAD = sha('b');
    static final Sha CANDIDATE = sha('c');
    static final Instant NOW = Instant.parse("2026-11-23T21:30:00Z");
    static final Gate NOT_EMPTY = new Gate.NotEmpty();
    static final Gate TESTS = new Gate.Tests("./test", Duration.ofMinutes(20), 0);
    static final Gate VERDICT = new Gate.VerdictFile(".baton/out/review.md", List.of("approved"));
    static final Gate MERGE_TEST = new Gate.MergeTest("./test", Duration.ofMinutes(20), 0);

    TaskStatus status = TaskStatus.LIVE;
    StageId stage = DEVELOPMENT;
    long visit = 1;

    @Nullable
    Sha head = HEAD;

    @Nullable
    Setback setback;

    boolean setbackOver = true;

    @Nullable
    Parking parking;

    @Nullable
    QueuePlace place;

    @Nullable
    Hold hold;

    @Nullable
    TaskId passer;

    final List<Job> jobs = new ArrayList<>();
    final List<Run> runs = new ArrayList<>();
    final List<JournalEntry> effects = new ArrayList<>();
    final List<Verdict> verdicts = new ArrayList<>();
    final List<MergeCandidate> candidates = new ArrayList<>();
    final List<Deployment> deployments = new ArrayList<>();
    final List<EnvironmentState> environments = new ArrayList<>();
    final List<Hold> environmentHolds = new ArrayList<>();
    final List<EnvironmentRules> environmentRules = new ArrayList<>();
    final List<Deployment> superseding = new ArrayList<>();
    final List<Command> commands = new ArrayList<>();
    final Map<StageId, Integer> visits = new HashMap<>();

    static Sha sha(char digit) {
        return new Sha(String.valueOf(digit).repeat(40));
    }

    static Pipeline quick() {
        return new Pipeline(
                "digest",
                List.of(
                        new Stage(
                                DEVELOPMENT,
                                new Role("developer"),
                                null,
                                List.of(NOT_EMPTY, TESTS),
                                List.of(StageEffect.PUSH, StageEffect.CHANGE_REQUEST),
                                DEVELOPMENT,
                                5,
                                2,
                                CommitPolicy.BATON),
                        new Stage(
                                REVIEW,
                                new Role("reviewer"),
                                null,
                                List.of(VERDICT),
                                List.of(),
                                DEVELOPMENT,
                                5,
                                2,
                                CommitPolicy.BATON),
                        new Stage(
                                MERGE,
                                null,
                                null,
                                List.of(Gate.ProtectedPaths.DEFAULT, MERGE_TEST),
                                List.of(StageEffect.MERGE),
                                DEVELOPMENT,
                                5,
                                null,
                                CommitPolicy.BATON)));
    }

    Situations at(StageId where, long nth) {
        stage = where;
        visit = nth;
        return this;
    }

    Job job(JobKind kind, String name, JobStatus state, @Nullable Sha subject) {
        return job(kind, name, state, subject, true, 0);
    }

    Job job(
            JobKind kind,
            String name,
            JobStatus state,
            @Nullable Sha subject,
            boolean granted,
            int attempt) {
        Job job = new Job(
                jobs.size() + 1,
                new TaskId(1),
                visit,
                kind,
                name,
                subject,
                state,
                attempt,
                2,
                0,
                granted ? NOW : null,
                NOW,
                0);
        jobs.add(job);
        return job;
    }

    Run run(Job job, RunState state, boolean consumed, @Nullable Integer code) {
        return run(job, state, consumed, code, visit);
    }

    Run run(Job job, RunState state, boolean consumed, @Nullable Integer code, long ofVisit) {
        int ordinal = runs.size() + 1;
        Run run = new Run(
                ordinal,
                job.id(),
                job.task(),
                ofVisit,
                job.name(),
                job.kind(),
                ordinal,
                "shop-1-v%d-%s-%d".formatted(ofVisit, job.name(), ordinal),
                null,
                state,
                consumed,
                Duration.ZERO,
                Duration.ofMinutes(45),
                code,
                state.terminal() ? "ended" : null,
                BASE,
                HEAD,
                NOW,
                state.terminal() ? NOW : null);
        runs.add(run);
        return run;
    }

    /** The main job of the stage with a run that ended well and was taken. */
    Run workDone(String role) {
        return run(job(JobKind.AGENT, role, JobStatus.RUNNING, null), RunState.EXITED, true, 0);
    }

    void verdict(Gate gate, Sha subject, Verdict.Outcome outcome, @Nullable Run run) {
        verdict(gate.name(), GateDigest.of(gate), subject, outcome, run);
    }

    void verdict(
            String gate, String digest, Sha subject, Verdict.Outcome outcome, @Nullable Run run) {
        verdicts.add(new Verdict(
                new TaskId(1),
                gate,
                subject,
                digest,
                run == null ? null : run.unit(),
                outcome,
                "because",
                outcome == Verdict.Outcome.RED ? List.of("a finding") : List.of(),
                verdicts.size() + 1L,
                NOW));
    }

    JournalEntry effect(Effect effect, EffectState state) {
        return effect(effect, state, visit);
    }

    JournalEntry effect(Effect effect, EffectState state, long ofVisit) {
        JournalEntry entry =
                new JournalEntry(effect.key(new TaskId(1), ofVisit), effect, state, 7, "result");
        effects.add(entry);
        return entry;
    }

    void command(Command.Kind kind, @Nullable StageId to) {
        commands.add(new Command(
                "c" + commands.size(), new TaskId(1), kind, to, "words", null, "anna", 7, NOW));
    }

    void inQueue(boolean asHead) {
        place = new QueuePlace("SHOP", "main", new TaskId(1), visit, 0, NOW, asHead ? NOW : null);
    }

    /** At the head for longer than it may be. */
    void overdue(int demotions) {
        var watched = new QueuePlace.Watched(
                Duration.ZERO, 0, Duration.ofMinutes(61), demotions, 0, true);
        place = new QueuePlace("SHOP", "main", new TaskId(1), visit, 0, NOW, NOW, watched);
    }

    /** At the head, with so many candidates built there. */
    void outrun(int candidates) {
        var watched = new QueuePlace.Watched(Duration.ZERO, 0, Duration.ZERO, 0, candidates, false);
        place = new QueuePlace("SHOP", "main", new TaskId(1), visit, 0, NOW, NOW, watched);
    }

    void held() {
        hold = new Hold(
                1,
                Hold.Kind.BASE,
                "SHOP",
                "main",
                "release freeze",
                "anna",
                null,
                NOW,
                null,
                Set.of());
    }

    void candidate(int n, @Nullable Sha sha) {
        candidates.add(new MergeCandidate(
                new TaskId(1),
                visit,
                n,
                BASE,
                HEAD,
                sha,
                sha == null ? List.of("Greet.java") : List.of(),
                null,
                Evidence.ProtectedChanges.NONE));
    }

    void refusedCandidate(int n, String why, String... paths) {
        candidates.add(new MergeCandidate(
                new TaskId(1),
                visit,
                n,
                BASE,
                HEAD,
                null,
                List.of(paths),
                why,
                Evidence.ProtectedChanges.NONE));
    }

    private Task task() {
        return new Task(
                new TaskId(1),
                "SHOP",
                "SHOP-1",
                new WorkItem("Title", "Body", null, null, "anna", 0),
                status,
                stage,
                visit,
                7,
                null,
                null,
                setback,
                parking,
                "digest",
                "baton/shop-1",
                "main",
                BASE,
                head,
                NOW,
                NOW,
                NOW);
    }

    TaskSnapshot snapshot() {
        return new TaskSnapshot(
                task(),
                jobs,
                runs,
                effects,
                verdicts,
                candidates,
                place,
                hold,
                passer,
                deployments,
                environments,
                environmentHolds,
                environmentRules,
                superseding,
                commands,
                visits,
                setbackOver);
    }

    dev.baton.model.Decision decide() {
        return decide(quick());
    }

    dev.baton.model.Decision decide(Pipeline pipeline) {
        return Decider.decide(snapshot(), pipeline);
    }

    /** A line of the ledger of this task, number 4. */
    Deployment deployment(String environment, String unit, DeploymentState state) {
        Deployment line = line(environment, new TaskId(1), "SHOP-1", unit, state);
        deployments.add(line);
        return line;
    }

    Deployment line(
            String environment, TaskId task, String key, String unit, DeploymentState state) {
        return new Deployment(
                4,
                "SHOP",
                environment,
                4,
                task,
                key,
                visit,
                CANDIDATE,
                BASE,
                null,
                unit,
                state,
                0,
                Duration.ZERO,
                "found",
                NOW,
                state.finished() ? NOW : null);
    }

    /** Four deployments so far, the last one of somebody else and not over, or over. */
    void environment(String name, @Nullable DeploymentState openOfAnother) {
        environments.add(new EnvironmentState(
                name,
                4,
                openOfAnother == null
                        ? null
                        : line(name, new TaskId(3), "SHOP-3", "u", openOfAnother)));
    }

    static Set<TaskStatus> terminal() {
        return Set.of(TaskStatus.DONE, TaskStatus.CANCELLED);
    }
}
