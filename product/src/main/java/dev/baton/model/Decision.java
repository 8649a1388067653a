package dev.baton.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes next for a task: the answer of the one function that decides. Each variant says
 * whether it is {@link Owned} (it touches something outside, so the task is acquired first) or is a
 * single transaction at the epoch seen.
 */
public sealed interface Decision {

    /** Needs ownership: does something outside the database. */
    sealed interface Owned extends Decision {}

    /** One transaction, no owner needed. */
    sealed interface Recorded extends Decision {}

    /** Do what a person commanded. */
    record Obey(Command command) implements Recorded {}

    /**
     * Queue a piece of long work.
     *
     * @param delay before it may start; zero the first time
     */
    record CreateJob(JobKind kind, String name, @Nullable Sha subject, Duration delay)
            implements Recorded {}

    /** Queue a job again after a run that did not do. */
    record Retry(Job job, Charge charge, Duration delay, String why) implements Recorded {}

    /** Give up a queued job, with the slot it may hold: what it was for cannot begin now. */
    record Withdraw(Job job, String why) implements Recorded {}

    /** Who pays for a run that did not do. */
    enum Charge {
        /** One of the job's attempts. */
        ATTEMPT,
        /** The machine: counted apart, with a bound of its own. */
        MACHINE,
        /** Nobody: it never ran, or a person ended it. */
        NOBODY
    }

    /** End a run that is not wanted any more, and say so in its row. */
    record StopRun(Run run, RunState as, String why) implements Owned {}

    /** Take the result of a run that is over. */
    record Collect(Run run) implements Owned {}

    /** Answer a gate from stored evidence. */
    record Judge(Gate gate, Sha subject, @Nullable String runUnit) implements Recorded {}

    /** Answer a deploy gate: what landed later, and contains the commit, is healthy there. */
    record Supersede(Gate.Deploy gate, Sha subject, Deployment by) implements Recorded {}

    /** Take a place in the merge queue of the base. */
    record JoinMergeQueue() implements Recorded {}

    /** Make room at the head of the merge queue: to its tail, behind all that are there. */
    record StepBack(QueuePlace place) implements Recorded {}

    /** Give up the head of a held queue to a task behind that the hold lets pass. */
    record LetPass(QueuePlace place, TaskId passer) implements Recorded {}

    /** Build merge candidate number n. */
    record BuildCandidate(int n) implements Owned {}

    /**
     * Journal, observe, apply, confirm; an effect whose intent is journalled already is resumed.
     */
    record Perform(Effect effect) implements Owned {}

    /** The same for the start of the next run of a granted job. */
    record StartRun(Job job, Effect.Starts effect) implements Owned {}

    /** Find out at the resource whether an open intent happened, and make sure it never does. */
    record Settle(JournalEntry entry) implements Owned {}

    /** Leave the stage forward. */
    record Advance(StageId to) implements Recorded {}

    /** Leave the stage backward with findings. */
    record Return(StageId to, String why, List<String> findings) implements Recorded {
        public Return {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Nothing to do until something happens.
     *
     * @param what the same words as long as it is the same wait
     * @param until when it is time to look again by itself; null = somebody will nudge
     * @param who the person who can end the wait, if only a person can
     * @param shared whether what the tasks of a project share can end it as well: a hold, an
     *     environment, who else is in the merge queue
     */
    record Await(
            String what, @Nullable Instant until, @Nullable String who, boolean shared)
            implements Decision {
        public Await(String what, @Nullable Instant until, @Nullable String who) {
            this(what, until, who, false);
        }

        /** The same wait, which others of the project can end as well. */
        public Await endedByOthers() {
            return new Await(what, until, who, true);
        }

        public static Await of(String what) {
            return new Await(what, null, null);
        }
    }

    /**
     * Stop until somebody unblocks it.
     *
     * @param exhausted the job whose last attempt this was, to be recorded as failed
     */
    record Park(Parking parking, @Nullable Job exhausted) implements Recorded {
        public static Park because(String who, String why) {
            return new Park(new Parking(who, why), null);
        }
    }

    /** Close a stopped task: nothing runs, every effect is settled. */
    record Finish(String summary) implements Recorded {}
}
