package dev.baton.engine;

import dev.baton.model.Decision;
import dev.baton.model.EvidenceRow;
import dev.baton.model.Gate;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Pipeline;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskSnapshot;
import dev.baton.model.TransientFailure;
import dev.baton.store.WriteResult;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One drive of one task: snapshot, decide, one step, again, until there is nothing to do but wait.
 * Used by one thread.
 */
final class Drive {
    private static final Logger log = LoggerFactory.getLogger(Drive.class);

    /** Far above any honest drive; a task that spins has a setback and is tried again later. */
    private static final int STEPS_MAX = 500;

    private final Driver engine;
    private final TaskId id;
    private final String actor;
    private @Nullable Ownership own;

    Drive(Driver engine, TaskId id, String actor) {
        this.engine = engine;
        this.id = id;
        this.actor = actor;
    }

    void run() {
        try {
            for (int step = 0; step < STEPS_MAX; step++) {
                if (Thread.currentThread().isInterrupted() || !step()) {
                    return;
                }
            }
            spins();
        } finally {
            letGo();
        }
    }

    /** The decisions contradict each other, so that nothing they wait for would end this. */
    private void spins() {
        String why = "driven " + STEPS_MAX + " steps without coming to rest";
        log.error("task {}: {}", id, why);
        engine.look(id).map(Look::task).ifPresent(task -> {
            Ownership held = own != null && own.holds(task) ? own : null;
            note(task, engine.setbacks().failed(held, task, actor, why));
        });
    }

    private void letGo() {
        if (own != null) {
            engine.registry().end(own.activity());
            own = null;
        }
    }

    /** One step; false when there is nothing more to do now. */
    private boolean step() {
        Optional<Look> read = engine.look(id);
        if (read.isEmpty()) {
            return false;
        }
        Look look = read.get();
        TaskSnapshot snapshot = look.snapshot();
        Task task = snapshot.task();
        if (own != null && !own.holds(task)) {
            letGo();
        }
        if (task.status().terminal()) {
            engine.records().forget(look);
            return false;
        }
        if (own == null && task.owner() != null && !engine.takeover().allowed(task, task.owner())) {
            return false;
        }
        Pipeline pipeline = engine.pipelines().of(task.pipelineDigest());
        Decision decision = Decider.decide(snapshot, pipeline);
        log.debug("{} epoch {}: {}", task.key(), task.epoch(), decision);
        return switch (decision) {
            case Decision.Await await -> rest(await, look);
            case Decision.Recorded recorded -> {
                note(task, record(recorded, snapshot, pipeline));
                yield true;
            }
            case Decision.Owned owned -> {
                if (own == null) {
                    acquire(task, owned);
                } else {
                    note(task, perform(owned, own, snapshot, pipeline));
                }
                yield true;
            }
        };
    }

    /** Whether there is another step to do, which is only so if the wait could not be written. */
    private boolean rest(Decision.Await await, Look look) {
        Task task = look.task();
        if (own == null && task.owner() == null) {
            if (task.waiting() != null && task.waiting().says(await)) {
                return look.leavesSomething(await) && !engine.records().rested(await, look);
            }
            note(task, engine.records().await(await, look, actor));
            return true;
        }
        if (own == null) {
            acquireFor(task, "to let go of it for a dead owner");
            return true;
        }
        note(task, engine.yieldTask(own, await, look));
        return true;
    }

    private WriteResult<?> record(
            Decision.Recorded decision, TaskSnapshot snapshot, Pipeline pipeline) {
        Task task = snapshot.task();
        if (own == null && task.owner() != null && !(decision instanceof Decision.Obey)) {
            acquireFor(task, "taking over from a dead owner");
            return new WriteResult.Lost<>("acquired first");
        }
        Records records = engine.records();
        Edges edges = engine.edges();
        return switch (decision) {
            case Decision.Obey(var command) -> engine.obedience().obey(command, snapshot, pipeline);
            case Decision.CreateJob job ->
                records.createJob(job, pipeline.stage(task.stage()), task, own, actor);
            case Decision.Retry retry -> records.retry(retry, task, own, actor);
            case Decision.Withdraw withdraw -> records.withdraw(withdraw, task, own, actor);
            case Decision.Judge judge ->
                records.judge(judge, evidence(judge, snapshot), task, own, actor);
            case Decision.Supersede superseded -> records.supersede(superseded, task, own, actor);
            case Decision.JoinMergeQueue join -> records.join(task, own, actor);
            case Decision.StepBack back -> records.stepBack(back, task, own, actor);
            case Decision.LetPass let -> records.letPass(let, task, own, actor);
            case Decision.Advance(var to) -> edges.advance(to, pipeline, task, own, actor);
            case Decision.Return back -> edges.back(back, pipeline, task, own, actor);
            case Decision.Park park -> edges.park(park, task, actor);
            case Decision.Finish finish -> edges.finish(finish, task, actor);
        };
    }

    private List<EvidenceRow> evidence(Decision.Judge judge, TaskSnapshot snapshot) {
        if (judge.gate() instanceof Gate.ProtectedPaths) {
            return ProtectedRule.evidence(snapshot, judge.subject());
        }
        if (judge.gate() instanceof Gate.Hygiene hygiene) {
            return engine.inspected(hygiene, judge.subject(), snapshot);
        }
        String unit = judge.runUnit();
        return unit == null ? List.of() : engine.evidenceOf(unit);
    }

    private void acquire(Task task, Decision.Owned decision) {
        acquireFor(task, decision.getClass().getSimpleName());
    }

    private void acquireFor(Task task, String step) {
        Registry.Activity activity = engine.registry().begin(id, actor);
        boolean kept = false;
        try {
            Optional<Ownership> acquired = engine.acquisition().acquire(task, activity, step);
            if (acquired.isPresent()) {
                own = acquired.get();
                kept = own.activity() == activity;
            }
        } finally {
            if (!kept) {
                engine.registry().end(activity);
            }
        }
    }

    /** One poison item never stops a loop: whatever a step throws ends as a setback or parked. */
    private WriteResult<?> perform(
            Decision.Owned decision, Ownership held, TaskSnapshot snapshot, Pipeline pipeline) {
        Task task = snapshot.task();
        engine.registry()
                .step(
                        held.activity(),
                        decision.getClass().getSimpleName(),
                        Steps.timeout(decision));
        try {
            return engine.steps().perform(decision, held, snapshot, pipeline);
        } catch (RuntimeException e) {
            // Whoever interrupted the step says what becomes of the task.
            return Thread.currentThread().isInterrupted()
                    ? new WriteResult.Lost<>("interrupted")
                    : failed(e, decision, held, task);
        }
    }

    private WriteResult<?> failed(
            RuntimeException e, Decision.Owned decision, Ownership held, Task task) {
        if (e instanceof PermanentFailure) {
            log.warn("{}: {}", task.key(), e.getMessage());
            return engine.edges()
                    .park(Decision.Park.because(Decider.author(task), message(e)), task, actor);
        }
        if (e instanceof TransientFailure) {
            log.warn("{}: {}", task.key(), e.getMessage());
        } else {
            log.error("{}: step {} failed", task.key(), decision, e);
        }
        return engine.setbacks().failed(held, task, actor, message(e));
    }

    private static String message(RuntimeException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private void note(Task task, WriteResult<?> result) {
        switch (result) {
            case WriteResult.Committed<?>(Object value) -> {
                engine.listener().taskChanged(id);
                engine.listener().slotsChanged();
                if (value instanceof Edges.Moved moved) {
                    moved.nextHead().ifPresent(engine.listener()::headChanged);
                }
                if (value instanceof Steps.Started started) {
                    engine.listener().runStarted(started.unit());
                }
            }
            case WriteResult.Lost<?>(String why) -> log.debug("{}: lost: {}", task.key(), why);
            case WriteResult.Unknown<?>(Throwable cause) -> {
                log.warn("{}: outcome unknown at epoch {}", task.key(), task.epoch(), cause);
                letGo();
                own = engine.acquisition().takeOver(id, task.epoch(), actor).orElse(null);
            }
        }
    }
}
