package dev.baton.engine;

import dev.baton.model.Decision;
import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.JobStatus;
import dev.baton.model.Parking;
import dev.baton.model.Role;
import dev.baton.model.Run;
import dev.baton.model.Verdict;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The stage's own agent: run until one run ends well or the attempts are used up. */
final class MainJobRule {
    private MainJobRule() {}

    /** Empty when there is none, or when it ended well and the gates are to be asked. */
    static Optional<Decision> next(StageView view) {
        Role role = view.stage().role();
        if (role == null) {
            return Optional.empty();
        }
        Optional<Job> newest = view.job(role.name());
        if (newest.isEmpty()) {
            return Optional.of(
                    new Decision.CreateJob(JobKind.AGENT, role.name(), null, Duration.ZERO));
        }
        Job job = newest.get();
        if (job.status() == JobStatus.FAILED || job.status() == JobStatus.CANCELLED) {
            return Optional.of(Decision.Park.because(
                    Decider.author(view.task()), job.name() + ": " + why(view, job)));
        }
        return RunRule.next(view, job).or(() -> judge(view, job));
    }

    private static Optional<Decision> judge(StageView view, Job job) {
        Run run = view.lastRun(job).orElse(null);
        if (run == null) {
            return Optional.empty();
        }
        return switch (run.state()) {
            case EXITED -> {
                Integer code = run.exitCode();
                yield code != null && code == 0
                        ? Optional.empty()
                        : Optional.of(charged(view, job, run.unit() + failed(run, code)));
            }
            case LOST, TIMED_OUT ->
                Optional.of(charged(view, job, run.unit() + ": " + run.reason()));
            case LOST_INFRA -> Optional.of(lostToTheMachine(view, job, run));
            case KILLED ->
                Optional.of(new Decision.Retry(
                        job,
                        Decision.Charge.NOBODY,
                        Duration.ZERO,
                        run.unit() + ": " + run.reason()));
            case INTENDED, RUNNING, SUPERSEDED, CANCELLED, IN_DOUBT ->
                throw new IllegalStateException(run.unit() + " is not over: " + run.state());
        };
    }

    private static String failed(Run run, @Nullable Integer code) {
        return code != null && code == Run.REFUSED && run.reason() != null
                ? ": " + run.reason()
                : " exited with " + code;
    }

    /** Another attempt, or the end of the budget. */
    static Decision charged(StageView view, Job job, String why) {
        if (job.attempt() + 1 < job.attemptsMax()) {
            return new Decision.Retry(
                    job, Decision.Charge.ATTEMPT, RunRule.backoff(job.attempt() + 1), why);
        }
        String text = "%s (attempt %d of %d)%s"
                .formatted(why, job.attempt() + 1, job.attemptsMax(), redBefore(view, why));
        return new Decision.Park(new Parking(Decider.author(view.task()), text), job);
    }

    /** What the failed attempt had to mend: a person has to know that, not how it then failed. */
    private static String redBefore(StageView view, String why) {
        Set<String> units = view.snapshot().runs().stream()
                .filter(run -> run.visit() == view.task().visit())
                .map(Run::unit)
                .collect(Collectors.toSet());
        return view.snapshot().verdicts().stream()
                .filter(verdict -> verdict.outcome() == Verdict.Outcome.RED
                        && verdict.runUnit() != null
                        && units.contains(verdict.runUnit())
                        && !why.startsWith(verdict.gate() + ": "))
                .max(Comparator.comparingLong(Verdict::seq))
                .map(red -> "; before it " + red.gate() + ": " + red.summary())
                .orElse("");
    }

    private static Decision lostToTheMachine(StageView view, Job job, Run run) {
        String why = run.unit() + ": " + run.reason();
        return job.infraLost() + 1 < Job.INFRA_LOST_MAX
                ? new Decision.Retry(job, Decision.Charge.MACHINE, Duration.ZERO, why)
                : new Decision.Park(
                        new Parking(
                                Decider.author(view.task()),
                                why + " (lost to the machine " + Job.INFRA_LOST_MAX + " times)"),
                        job);
    }

    private static String why(StageView view, Job job) {
        return view.lastRun(job)
                .map(run -> run.unit() + " ended " + run.state()
                        + (run.exitCode() == null ? "" : " " + run.exitCode())
                        + ", attempts used up")
                .orElse("attempts used up");
    }
}
