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
import dev.baton.model.TaskId;
import dev.baton.model.TransientFailure;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.TaskReads.Outside;
import dev.baton.store.WriteResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the outside again for tasks that nobody works on: a branch that somebody else moved, a
 * change that somebody landed by hand. It tells people, once, and nudges; what becomes of the task
 * is the driver's decision when it comes to push or to land. Each forge is asked once a round, and
 * only tasks are looked at for which something moved, in here or outside, since they were looked at
 * last: a task that only waits costs a line of a page.
 *
 * <p>A change that was landed by hand as other commits (squashed, picked) is not recognized.
 */
public final class Reconciler implements Tick {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final int PAGE = 500;

    /** Tasks whose journal is read in one round, of each project; the others in the next. */
    private static final int ROUND_MAX = 500;

    private final Store store;
    private final long incarnation;
    private final Branches branches;
    private final Nudge nudge;
    private final InstantSource clock;

    /** What each task was looked at with; losing it costs another look, and changes nothing. */
    private final Map<TaskId, Standing> lookedAt = new HashMap<>();

    public Reconciler(
            Store store, long incarnation, Branches branches, Nudge nudge, InstantSource clock) {
        this.store = store;
        this.incarnation = incarnation;
        this.branches = branches;
        this.nudge = nudge;
        this.clock = clock;
    }

    /**
     * What the answer about a task depends on.
     *
     * @param tip of its branch at the forge
     * @param base the tip of its base there
     */
    private record Standing(long epoch, Optional<Sha> tip, Optional<Sha> base) {
        /** Whether nothing but the base moved. */
        boolean besidesTheBase(@Nullable Standing before) {
            return before != null && epoch == before.epoch && tip.equals(before.tip);
        }
    }

    @Override
    public String name() {
        return "reconciler";
    }

    @Override
    public void runOnce(Duration elapsed) {
        // Read before the forge is asked: who pushes in between moves the epoch seen here.
        List<Outside> tasks = outside();
        lookedAt.keySet().retainAll(tasks.stream().map(Outside::id).collect(Collectors.toSet()));
        Map<String, List<Outside>> projects =
                tasks.stream().collect(Collectors.groupingBy(Outside::project));
        TickRunner.each(name(), projects.entrySet(), of -> look(of.getKey(), of.getValue()));
    }

    private List<Outside> outside() {
        List<Outside> tasks = new ArrayList<>();
        List<Outside> page;
        do {
            TaskId last = tasks.isEmpty() ? new TaskId(0) : tasks.getLast().id();
            page = store.read(reads -> reads.tasks().outside(incarnation, last, PAGE));
            tasks.addAll(page);
        } while (page.size() == PAGE);
        return tasks;
    }

    private void look(String project, List<Outside> tasks) {
        try {
            Branches.Seen seen = branches.of(project);
            Map<Outside, Standing> moved = moved(tasks, seen);
            Set<Sha> landed = seen.landed(
                    moved.keySet().stream().map(Outside::head).collect(Collectors.toSet()));
            TickRunner.each(
                    name(),
                    moved.keySet().stream()
                            .filter(task -> !settled(task, moved.get(task), landed))
                            .limit(ROUND_MAX)
                            .toList(),
                    task -> look(task, moved.get(task), landed));
        } catch (TransientFailure e) {
            LOG.warn(
                    "{} tasks of {}: {}; the next round reads it again",
                    tasks.size(),
                    project,
                    e.getMessage());
        }
    }

    /** Those for which something is different from the last look, with what it is now. */
    private Map<Outside, Standing> moved(List<Outside> tasks, Branches.Seen seen) {
        Map<Outside, Standing> moved = new HashMap<>();
        TickRunner.each(name(), tasks, task -> {
            Standing now =
                    new Standing(task.epoch(), seen.tip(task.branch()), seen.tip(task.base()));
            if (!now.equals(lookedAt.get(task.id()))) {
                moved.put(task, now);
            }
        });
        return moved;
    }

    /** The base moved, and not to what is the task's: its journal need not be read. */
    private boolean settled(Outside task, @Nullable Standing now, Set<Sha> landed) {
        boolean settled = now != null
                && !landed.contains(task.head())
                && now.besidesTheBase(lookedAt.get(task.id()));
        if (settled) {
            lookedAt.put(task.id(), now);
        }
        return settled;
    }

    private void look(Outside task, @Nullable Standing now, Set<Sha> landed) {
        Optional<Known> known = store.read(reads -> known(reads, task));
        if (now == null || known.isEmpty()) {
            return;
        }
        if (!known.get().landed()) {
            byHand(task, landed)
                    .or(() -> moved(task, known.get().pushed(), now.tip()))
                    .ifPresent(what -> tell(task, what));
        }
        lookedAt.put(task.id(), now);
    }

    /**
     * What a task is known to have done outside.
     *
     * @param pushed where it left its branch
     * @param landed whether it landed this head itself
     */
    private record Known(@Nullable Sha pushed, boolean landed) {}

    /** Empty while an effect is open: what is there may be its. */
    private static Optional<Known> known(Reads reads, Outside task) {
        List<JournalEntry> journal = reads.effects().of(task.id());
        if (journal.stream().anyMatch(entry -> !entry.state().settled())) {
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
                        .filter(candidate -> candidate.headSha().equals(task.head()))
                        .isPresent());
        return Optional.of(new Known(pushed, landed));
    }

    private static Optional<MergeCandidate> candidate(Reads reads, JournalEntry merge) {
        Sha sha = ((Effect.Merge) merge.effect()).sha();
        return reads.gates().candidates(merge.key().task(), merge.key().visit()).stream()
                .filter(candidate -> sha.equals(candidate.sha()))
                .findFirst();
    }

    private static Optional<String> byHand(Outside task, Set<Sha> landed) {
        return landed.contains(task.head())
                ? Optional.of(task.base() + " already contains "
                        + task.head().abbreviated()
                        + ": somebody landed it by hand; at its turn the task parks. Next: ./baton"
                        + " task stop " + task.key())
                : Optional.empty();
    }

    private static Optional<String> moved(Outside task, @Nullable Sha pushed, Optional<Sha> found) {
        return pushed == null || found.filter(pushed::equals).isPresent()
                ? Optional.empty()
                : Optional.of("branch " + task.branch() + ": expected " + pushed
                        + ", which this task pushed, found "
                        + found.map(Sha::value).orElse("none")
                        + ": somebody else moved it. What lands is "
                        + task.head().abbreviated()
                        + "; the next push waits for a person");
    }

    private static boolean said(Reads reads, Outside task, String what) {
        return LongStream.rangeClosed(0, task.visit())
                .anyMatch(visit -> reads.outbox().said(task.id(), visit, Notice.ALERT, what));
    }

    private void tell(Outside seen, String what) {
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
