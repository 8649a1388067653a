package dev.baton.engine;

import dev.baton.model.Decision;
import dev.baton.model.Deployment;
import dev.baton.model.Evidence;
import dev.baton.model.EvidenceRow;
import dev.baton.model.Gate;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskSnapshot;
import dev.baton.store.Store;
import dev.baton.store.WriteResult;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one thing that moves tasks. {@link #drive} may be called for any task at any time, by any
 * number of actors; it does what the decision says and returns when there is only waiting left.
 * Safe for use by many threads, though {@link Drives} sees to it that one task is driven by one
 * thread at a time.
 */
public final class Driver {
    private final Store store;
    private final Pipelines pipelines;
    private final Registry registry;
    private final Takeover takeover;
    private final EngineListener listener;
    private final InstantSource clock;
    private final Snapshots snapshots;
    private final Acquisition acquisition;
    private final Records records;
    private final Edges edges;
    private final Obedience obedience;
    private final Setbacks setbacks;
    private final Steps steps;
    private final CandidateBuilder commits;

    /** With the merge lease everywhere, and tasks taken from dead owners at once. */
    public Driver(
            Store store,
            Pipelines pipelines,
            Hands hands,
            Registry registry,
            InstantSource clock,
            EngineListener listener) {
        this(store, pipelines, hands, Leases.everywhere(registry), registry, clock, listener);
    }

    public Driver(
            Store store,
            Pipelines pipelines,
            Hands hands,
            Leases leases,
            Registry registry,
            InstantSource clock,
            EngineListener listener) {
        this.takeover = leases.takeover();
        this.store = store;
        this.pipelines = pipelines;
        this.registry = registry;
        this.listener = listener;
        this.clock = clock;
        Guarded guarded = new Guarded(store, clock);
        this.commits = hands.candidates();
        this.snapshots = new Snapshots(leases.turns(), hands.deploys(), clock);
        this.acquisition = new Acquisition(store, registry, clock);
        Aftermath aftermath = new Aftermath(clock);
        this.records = new Records(guarded, hands.gates(), hands.limits(), aftermath, clock);
        this.edges = new Edges(store, records, aftermath, clock);
        this.obedience = new Obedience(store, edges, clock);
        this.setbacks = new Setbacks(guarded, clock);
        Journal journal = new Journal(guarded, hands, setbacks, clock);
        this.steps = new Steps(guarded, journal, hands, edges, leases.turns(), clock);
    }

    /**
     * Moves the task as far as it goes now.
     *
     * @param actor who noticed something, for the history
     */
    public void drive(TaskId id, String actor) {
        new Drive(this, id, actor).run();
    }

    /** What would come next, without doing it; empty for an unknown task. */
    public Optional<Explanation> explain(TaskId id) {
        return snapshot(id)
                .map(s -> new Explanation(
                        s.task(), Decider.decide(s, pipelines.of(s.task().pipelineDigest()))));
    }

    /** A task and the decision about it at one moment. */
    public record Explanation(Task task, Decision decision) {}

    /** YIELD: gives the task back and says what it waits for. */
    WriteResult<Long> yieldTask(Ownership own, Decision.Await await, Look look) {
        Task task = look.task();
        return store.write("yield", tx -> {
            if (!tx.tasks()
                    .yieldTask(own.task(), own.epoch(), own.stage(), await, clock.instant())) {
                return Store.Step.lost("yield " + task.key() + " at epoch " + own.epoch());
            }
            Task now = tx.tasks().byId(own.task()).orElseThrow();
            tx.looks().rested(now.id(), now.epoch(), look.restsAt(await));
            new History(tx, clock).transition(now, own.activity().actor(), "yielded", await.what());
            return Store.Step.commit(now.epoch());
        });
    }

    /** What was told of the task is read with it: what comes later is not taken for seen. */
    Optional<Look> look(TaskId id) {
        Instant began = clock.instant();
        return store.read(reads -> snapshots
                .of(reads, id)
                .map(snapshot -> new Look(snapshot, reads.looks().rest(id), began)));
    }

    private Optional<TaskSnapshot> snapshot(TaskId id) {
        return store.read(reads -> snapshots.of(reads, id));
    }

    List<EvidenceRow> evidenceOf(String unit) {
        return store.read(reads -> {
            List<EvidenceRow> rows = new ArrayList<>(reads.gates().evidenceOf(unit));
            reads.deployments()
                    .byUnit(unit)
                    .map(line -> evidence(line, reads.deployments().rollbackOf(line)))
                    .ifPresent(rows::add);
            return rows;
        });
    }

    /** Looked at when it is judged: what a commit holds does not change, and nothing is stored. */
    List<EvidenceRow> inspected(Gate.Hygiene gate, Sha subject, TaskSnapshot snapshot) {
        MergeCandidate candidate = snapshot.candidates().stream()
                .filter(built -> subject.equals(built.sha()))
                .findFirst()
                .orElse(null);
        Task task = snapshot.task();
        return List.of(new EvidenceRow(
                task.id(),
                gate.name(),
                subject,
                "",
                commits.inspect(task, gate, subject, candidate),
                task.updatedAt()));
    }

    /** The ledger's lines are the evidence of a deploy gate; once finished they never change. */
    private static EvidenceRow evidence(Deployment deployment, Optional<Deployment> rollback) {
        String found = deployment.found();
        return new EvidenceRow(
                deployment.task(),
                Evidence.DeployEnd.NAME,
                deployment.sha(),
                deployment.unit(),
                new Evidence.DeployEnd(
                        deployment.deployId(),
                        deployment.state(),
                        found == null ? "" : found,
                        rollback.map(RollbackRule::words).orElse(null)),
                deployment.startedAt());
    }

    /** Owners of dead activities whose task was taken over since the start. */
    public long takeovers() {
        return acquisition.takeovers();
    }

    Takeover takeover() {
        return takeover;
    }

    Registry registry() {
        return registry;
    }

    Pipelines pipelines() {
        return pipelines;
    }

    EngineListener listener() {
        return listener;
    }

    Acquisition acquisition() {
        return acquisition;
    }

    Records records() {
        return records;
    }

    Edges edges() {
        return edges;
    }

    Obedience obedience() {
        return obedience;
    }

    Setbacks setbacks() {
        return setbacks;
    }

    Steps steps() {
        return steps;
    }
}
