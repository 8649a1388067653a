package dev.baton.jobs;

import dev.baton.engine.Nudge;
import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.Event;
import dev.baton.model.JournalEntry;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Notice;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.model.TransientFailure;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.WriteResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the outside again for tasks that nobody works on: a branch that somebody else moved, a
 * change that somebody landed by hand. It tells people, once, and nudges; what becomes of the task
 * is the driver's decision when it comes to push or to land. Each forge is asked once a round.
 *
 * <p>A change that was landed by hand as other commits (squashed, picked) is not recognized.
 */
public final class Reconciler implements Tick {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private final Store store;
    private final long incarnation;
    private final Branches branches;
    private final Nudge nudge;
    private final InstantSource clock;

    public Reconciler(
            Store store, long incarnation, Branches branches, Nudge nudge, InstantSource clock) {
        this.store = store;
        this.incarnation = incarnation;
        this.branches = branches;
        this.nudge = nudge;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "reconciler";
    }

    @Override
    public void runOnce(Duration elapsed) {
        // Read before the forge is asked: who pushes in between moves the epoch seen here.
        Map<String, List<Known>> projects =
                store.read(reads -> reads.tasks().unattended(incarnation).stream()
                        .flatMap(id -> reads.tasks().byId(id).stream())
                        .flatMap(task -> known(reads, task).stream())
                        .filter(known -> !known.landed())
                        .collect(Collectors.groupingBy(known -> known.task().project())));
        TickRunner.each(name(), projects.entrySet(), of -> look(of.getKey(), of.getValue()));
    }

    private void look(String project, List<Known> tasks) {
        Branches.Seen seen;
        try {
            seen = branches.of(project);
        } catch (TransientFailure e) {
            LOG.warn(
                    "{} tasks of {}: {}; the next round reads it again",
                    tasks.size(),
                    project,
                    e.getMessage());
            return;
        }
        TickRunner.each(name(), tasks, known -> look(known, seen));
    }

    /**
     * What a task is known to have done outside.
     *
     * @param pushed where it left its branch
     * @param landed whether it landed this head itself
     */
    private record Known(Task task, Sha head, @Nullable Sha pushed, boolean landed) {
        @Override
        public String toString() {
            return task.key() + " at epoch " + task.epoch();
        }
    }

    /** Empty while there is nothing outside, or an effect is open: what is there may be its. */
    private static Optional<Known> known(Reads reads, Task task) {
        List<JournalEntry> journal = reads.effects().of(task.id());
        Sha head = task.head();
        if (head == null
                || head.equals(task.baseSha())
                || journal.stream().anyMatch(entry -> !entry.state().settled())) {
            return Optional.empty();
        }
        Sha pushed = journal.stream()
                .filter(entry -> entry.state() == EffectState.CONFIRMED)
                .map(JournalEntry::effect)
                .filter(Effect.Push.class::isInstance)
                .map(effect -> ((Effect.Push) effect).sha())
                .reduce((older, newer) -> newer)
                .orElse(null);
        boolean landed = journal.stream()
                .filter(entry -> entry.state() == EffectState.CONFIRMED)
                .filter(entry -> entry.effect() instanceof Effect.Merge)
                .anyMatch(entry -> candidate(reads, entry)
                        .filter(candidate -> candidate.headSha().equals(head))
                        .isPresent());
        return Optional.of(new Known(task, head, pushed, landed));
    }

    private static Optional<MergeCandidate> candidate(Reads reads, JournalEntry merge) {
        Sha sha = ((Effect.Merge) merge.effect()).sha();
        return reads.gates().candidates(merge.key().task(), merge.key().visit()).stream()
                .filter(candidate -> sha.equals(candidate.sha()))
                .findFirst();
    }

    private void look(Known known, Branches.Seen seen) {
        try {
            byHand(known, seen)
                    .or(() -> moved(known, seen))
                    .ifPresent(what -> tell(known.task(), what));
        } catch (TransientFailure e) {
            LOG.warn("{}: {}; the next round reads it again", known, e.getMessage());
        }
    }

    private Optional<String> byHand(Known known, Branches.Seen seen) {
        Task task = known.task();
        return seen.landed(known.head())
                ? Optional.of(task.base() + " already contains " + known.head().abbreviated()
                        + ": somebody landed it by hand; at its turn the task parks. Next: ./baton"
                        + " task stop " + task.key())
                : Optional.empty();
    }

    private Optional<String> moved(Known known, Branches.Seen seen) {
        Sha pushed = known.pushed();
        if (pushed == null) {
            return Optional.empty();
        }
        Task task = known.task();
        Sha found = seen.tip(task.branch()).orElse(null);
        return pushed.equals(found)
                ? Optional.empty()
                : Optional.of("branch " + task.branch() + ": expected " + pushed
                        + ", which this task pushed, found " + (found == null ? "none" : found)
                        + ": somebody else moved it. What lands is "
                        + known.head().abbreviated()
                        + "; the next push waits for a person");
    }

    private static boolean said(Reads reads, Task task, String what) {
        return LongStream.rangeClosed(0, task.visit())
                .anyMatch(visit -> reads.outbox().said(task.id(), visit, Notice.ALERT, what));
    }

    private void tell(Task seen, String what) {
        WriteResult<Boolean> result = store.write("outside", tx -> {
            if (!tx.tasks().guard(seen.id(), seen.epoch(), seen.stage())) {
                return Store.Step.lost("moved meanwhile");
            }
            if (said(tx, seen, what)) {
                return Store.Step.lost("said already");
            }
            tx.history()
                    .append(new Event(
                            0,
                            seen.id(),
                            seen.epoch(),
                            seen.visit(),
                            seen.stage(),
                            false,
                            name(),
                            "outside",
                            what,
                            clock.instant()));
            tx.outbox().post(seen.id(), seen.visit(), Notice.ALERT, what, clock.instant());
            return Store.Step.commit(true);
        });
        switch (result) {
            case WriteResult.Committed<Boolean> _ -> {
                LOG.warn("{}: {}", seen.key(), what);
                nudge.nudge(seen.id(), name());
            }
            case WriteResult.Lost<Boolean>(String why) -> LOG.debug("{}: {}", seen.key(), why);
            case WriteResult.Unknown<Boolean>(Throwable cause) ->
                LOG.warn("{}: unknown whether stored: {}", seen.key(), what, cause);
        }
    }
}
