package dev.baton.engine;

import dev.baton.model.EffectKind.Witness;
import dev.baton.model.EffectState;
import dev.baton.model.JobKind;
import dev.baton.model.JournalEntry;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.store.Store;
import dev.baton.store.StoreUnavailable;
import dev.baton.store.Tx;
import dev.baton.store.WriteResult;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Makes the tasks of a copied or restored data folder fit to go on here. Run by a person's word,
 * while no server is on the folder; one transaction a task, and a second time is harmless.
 *
 * <p>The original may have gone on after the copy was made. So the files of the folder prove
 * nothing about runs: a claim that is not in the copy may exist in the original, and an exit file
 * may lie beside half a clone. Every run that is not over is taken for lost, a deploy for in doubt,
 * and an open start is in doubt for good; the next attempt has a unit of its own. Intents that are
 * decided outside (branch, change request, marker) stay open: the next owner asks there, as it
 * would after a crash.
 */
public final class TakeOver {
    private static final String ACTOR = "take-over";
    private static final int PAGE = 500;
    private static final long NO_INCARNATION = 0;

    private final Store store;
    private final InstantSource clock;

    public TakeOver(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * What it came to.
     *
     * @param tasks that were not over
     * @param runs taken for lost or in doubt
     * @param open intents left to be asked outside
     */
    public record Taken(int tasks, int runs, int open) {
        Taken plus(Taken more) {
            return new Taken(tasks + more.tasks, runs + more.runs, open + more.open);
        }
    }

    /**
     * @param why for the history and the runs, such as where the folder came from
     */
    public Taken run(String why) {
        // No server runs, so no incarnation is alive, and every task that is not over is listed.
        Taken taken = new Taken(0, 0, 0);
        TaskId last = new TaskId(0);
        List<TaskId> page;
        do {
            TaskId after = last;
            page = store.read(reads -> reads.looks().open(NO_INCARNATION, after, PAGE));
            for (TaskId id : page) {
                taken = taken.plus(take(id, why));
                last = id;
            }
        } while (page.size() == PAGE);
        return taken;
    }

    private Taken take(TaskId id, String why) {
        WriteResult<Taken> result = store.write("take over", tx -> {
            Task seen = tx.tasks().byId(id).orElseThrow();
            Instant at = clock.instant();
            if (!tx.tasks().takeOver(id, seen.epoch(), at)) {
                return Store.Step.lost(
                        seen.key() + " at epoch " + seen.epoch() + " changed meanwhile");
            }
            Task now = tx.tasks().byId(id).orElseThrow();
            List<Run> runs = tx.work().allRuns(id).stream()
                    .filter(run -> !run.state().terminal())
                    .toList();
            runs.forEach(run -> forget(tx, run, why, at));
            int open = doubt(tx, now, why, at);
            Taken taken = new Taken(1, runs.size(), open);
            new History(tx, clock)
                    .transition(
                            now,
                            ACTOR,
                            "taken-over",
                            why
                                    + ": %d runs taken for lost, %d intents to be asked outside"
                                            .formatted(taken.runs(), taken.open()));
            return Store.Step.commit(taken);
        });
        return switch (result) {
            case WriteResult.Committed<Taken>(Taken taken) -> taken;
            case WriteResult.Lost<Taken>(String lost) ->
                throw new IllegalStateException(
                        "take over: expected no server on the data folder, found " + lost);
            case WriteResult.Unknown<Taken>(Throwable cause) ->
                throw new StoreUnavailable("the take-over of task " + id + " is unknown", cause);
        };
    }

    private static void forget(Tx tx, Run run, String why, Instant at) {
        RunState state = run.kind() == JobKind.DEPLOY ? RunState.IN_DOUBT : RunState.LOST;
        tx.work().ended(run.unit(), state, null, why + "; it may be alive there", at);
    }

    /** How many intents stay open. */
    private static int doubt(Tx tx, Task now, String why, Instant at) {
        int open = 0;
        for (JournalEntry entry : tx.effects().of(now.id())) {
            if (entry.state() != EffectState.INTENT) {
                continue;
            }
            if (entry.key().kind().witness() == Witness.OUTSIDE) {
                open++;
            } else {
                tx.effects().settle(entry.key(), EffectState.IN_DOUBT, now.epoch(), why, at);
            }
        }
        return open;
    }
}
