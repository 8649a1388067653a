package dev.baton.engine;

import dev.baton.model.Decision;
import dev.baton.model.Effect;
import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.JournalEntry;
import dev.baton.model.Run;
import dev.baton.model.RunState;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What comes next for a live job until its newest run is over and its result is taken. */
final class RunRule {
    private static final Duration BACKOFF_MAX = Duration.ofMinutes(5);

    private RunRule() {}

    /** Empty when the newest run of the job is over and consumed: then it is time to judge. */
    static Optional<Decision> next(StageView view, Job job) {
        return switch (job.status()) {
            case QUEUED -> Optional.of(queued(view, job));
            case RUNNING -> running(view, job);
            case DONE, FAILED, CANCELLED -> Optional.empty();
        };
    }

    private static Decision queued(StageView view, Job job) {
        if (job.grantedAt() == null) {
            return new Decision.Await("a slot for " + job.name(), job.runAfter(), null);
        }
        int ordinal =
                view.runs(job.name()).stream().mapToInt(Run::ordinal).max().orElse(0) + 1;
        return new Decision.StartRun(job, start(view, job, ordinal));
    }

    private static Effect.Starts start(StageView view, Job job, int ordinal) {
        String unit = "%s-v%d-%s-%d"
                .formatted(
                        view.task().key().toLowerCase(Locale.ROOT),
                        view.task().visit(),
                        job.name(),
                        ordinal);
        return job.kind() == JobKind.DEPLOY
                ? DeployRule.start(view, job, unit, ordinal)
                : new Effect.StartRun(unit, job.name(), ordinal);
    }

    /** As journalled: what was intended is never worked out anew. */
    private static Effect.Starts intended(StageView view, Run run) {
        return view.snapshot().effects().stream()
                .map(JournalEntry::effect)
                .filter(Effect.Starts.class::isInstance)
                .map(Effect.Starts.class::cast)
                .filter(start -> start.unit().equals(run.unit()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        run.unit() + ": expected its start in the journal, found none"));
    }

    private static Optional<Decision> running(StageView view, Job job) {
        Run run = view.lastRun(job)
                .orElseThrow(() -> new IllegalStateException(view.task().key() + ": job " + job.id()
                        + " (" + job.name() + "): expected a run of a RUNNING job, found none"));
        return switch (run.state()) {
            case INTENDED -> Optional.of(new Decision.StartRun(job, intended(view, run)));
            case RUNNING -> Optional.of(Decision.Await.of("run " + run.unit()));
            case CANCELLED, SUPERSEDED -> Optional.of(neverRan(view, job, run));
            case EXITED, LOST, LOST_INFRA, TIMED_OUT, KILLED -> taken(run);
            case IN_DOUBT ->
                run.kind() == JobKind.DEPLOY
                        ? taken(run)
                        : Optional.of(Decision.Park.because(
                                Decider.author(view.task()),
                                "nobody can say how run " + run.unit() + " ended: "
                                        + run.reason()));
        };
    }

    private static Optional<Decision> taken(Run run) {
        return run.consumed() ? Optional.empty() : Optional.of(new Decision.Collect(run));
    }

    /** Not charged; the first again is at once, then slower, so that a refusal cannot spin. */
    private static Decision neverRan(StageView view, Job job, Run run) {
        long before = view.runs(job.name()).stream()
                .filter(r -> r.state() == RunState.CANCELLED)
                .count();
        Duration delay = before <= 1 ? Duration.ZERO : backoff(before - 1);
        return new Decision.Retry(
                job, Decision.Charge.NOBODY, delay, run.unit() + ": " + run.reason());
    }

    /** 1 s, 2 s, 4 s … at most 5 minutes. */
    static Duration backoff(long failures) {
        Duration delay = Duration.ofSeconds(1L << Math.clamp(failures - 1, 0, 9));
        return delay.compareTo(BACKOFF_MAX) > 0 ? BACKOFF_MAX : delay;
    }
}
