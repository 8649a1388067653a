package dev.baton.engine;

import dev.baton.model.Command;
import dev.baton.model.Decision;
import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.JobKind;
import dev.baton.model.JobStatus;
import dev.baton.model.JournalEntry;
import dev.baton.model.Pipeline;
import dev.baton.model.QueuePlace;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.Setback;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskSnapshot;
import dev.baton.model.Verdict;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What comes next: the only place that knows. Pure and total: no input or output, no clock, no
 * randomness; the same snapshot gives the same decision.
 *
 * <p>The order of questions: commands, the status, a setback, left-over runs, a person's word, the
 * main job, the gates in order (with the merge queue and the candidate before the first gate that
 * needs them), the effects in order, forward.
 */
public final class Decider {
    private Decider() {}

    public static Decision decide(TaskSnapshot snapshot, Pipeline pipeline) {
        Task task = snapshot.task();
        if (task.status().terminal()) {
            return Decision.Await.of("nothing: " + task.status().name().toLowerCase(Locale.ROOT));
        }
        Optional<Decision> command = command(snapshot, pipeline);
        if (command.isPresent()) {
            return command.get();
        }
        return switch (task.status()) {
            case LIVE -> live(snapshot, pipeline);
            case CANCELLING -> cancelling(snapshot);
            case PAUSED -> new Decision.Await("a person to resume it", null, author(task));
            case PARKED -> parked(task);
            case CANCELLED, DONE -> throw new IllegalStateException("terminal: " + task.key());
        };
    }

    private static Decision parked(Task task) {
        var parking = task.parking();
        if (parking == null) {
            throw new IllegalStateException(
                    task.key() + ": expected who can unblock a PARKED task, found nobody");
        }
        return new Decision.Await(parking.why(), null, parking.who());
    }

    /** The oldest command, once nothing stands in its way. */
    private static Optional<Decision> command(TaskSnapshot s, Pipeline pipeline) {
        if (s.commands().isEmpty()) {
            return Optional.empty();
        }
        Command command = s.commands().getFirst();
        boolean moves = command.kind() == Command.Kind.MOVE
                && command.stage() != null
                && pipeline.has(command.stage())
                && s.task().status().ownable();
        if (!moves || landed(s)) {
            return Optional.of(new Decision.Obey(command));
        }
        return Optional.of(clearTheWay(s, RunState.SUPERSEDED, "moved by " + command.actor())
                .orElse(new Decision.Obey(command)));
    }

    /** Settles what is in the journal of any visit and ends every run; empty when all is done. */
    private static Optional<Decision> clearTheWay(TaskSnapshot s, RunState as, String why) {
        Optional<JournalEntry> open = openIntent(s);
        if (open.isPresent()) {
            return Optional.of(new Decision.Settle(open.get()));
        }
        return liveRuns(s)
                .filter(run -> run.kind() != JobKind.DEPLOY)
                .findFirst()
                .<Decision>map(run -> new Decision.StopRun(run, as, why))
                .or(() -> DeployRule.underWay(s));
    }

    private static Decision cancelling(TaskSnapshot s) {
        Optional<Decision> backoff = backoff(s, false);
        if (backoff.isPresent()) {
            return backoff.get();
        }
        return clearTheWay(s, RunState.KILLED, "the task was stopped")
                .orElseGet(() -> new Decision.Finish(LastWords.of(s)));
    }

    /** The head of a queue lets another task pass if a hold makes it wait. */
    private static Decision live(TaskSnapshot s, Pipeline pipeline) {
        QueuePlace place = s.place();
        Decision next = next(s, pipeline);
        return next instanceof Decision.Await await && place != null && place.head()
                ? await.endedByOthers()
                : next;
    }

    private static Decision next(TaskSnapshot s, Pipeline pipeline) {
        Task task = s.task();
        Optional<Decision> backoff = backoff(s, true);
        if (backoff.isPresent()) {
            return backoff.get();
        }
        if (task.stage().equals(StageId.CREATED)) {
            return new Decision.Advance(pipeline.after(StageId.CREATED));
        }
        Optional<Run> leftover =
                liveRuns(s).filter(run -> run.visit() < task.visit()).findFirst();
        if (leftover.isPresent()) {
            Run run = leftover.get();
            return leftOver(s, run, "visit " + run.visit() + " was left");
        }
        StageView view = new StageView(s, pipeline, pipeline.stage(task.stage()));
        if (task.head() == null && !view.stage().pushes()) {
            return nothingToWorkOn(task);
        }
        if (landed(s)) {
            return LeavingRule.effects(view).orElseGet(() -> forward(pipeline, task));
        }
        return personSaidNo(view)
                .or(() -> DeployRule.unfinished(view))
                .or(() -> MainJobRule.next(view))
                .or(() -> GateRule.next(view))
                .or(() -> LeavingRule.effects(view))
                .orElseGet(() -> forward(pipeline, task));
    }

    /** A person moved it past every stage that makes commits. */
    private static Decision nothingToWorkOn(Task task) {
        return Decision.Park.because(
                author(task),
                "stage " + task.stage() + " works on commits, and there are none yet: move it to a"
                        + " stage that makes some");
    }

    private static Decision forward(Pipeline pipeline, Task task) {
        return new Decision.Advance(pipeline.after(task.stage()));
    }

    /** Ends a run that nobody waits for any more, or makes sure that it never starts. */
    static Decision leftOver(TaskSnapshot s, Run run, String why) {
        return startOf(s, run)
                .filter(e -> e.state() == EffectState.INTENT)
                .<Decision>map(Decision.Settle::new)
                .or(() -> run.kind() == JobKind.DEPLOY ? DeployRule.underWay(s) : Optional.empty())
                .orElseGet(() -> new Decision.StopRun(run, RunState.SUPERSEDED, why));
    }

    private static Optional<Decision> personSaidNo(StageView view) {
        return view.personVerdict()
                .filter(v -> v.outcome() == Verdict.Outcome.RED && unanswered(view, v))
                .map(v -> clearTheWay(view.snapshot(), RunState.SUPERSEDED, v.summary())
                        .orElseGet(() -> RedRule.red(view, v.summary(), v.findings())));
    }

    /**
     * Where a red means another attempt in the same visit, the head and the visit stay: the word
     * is answered once the run it spoke of is not the one that is judged any more.
     */
    private static boolean unanswered(StageView view, Verdict word) {
        if (!view.stage().onRed().equals(view.stage().id()) || view.stage().role() == null) {
            return true;
        }
        Run run = view.mainRun();
        return run != null
                && run.unit().equals(word.runUnit())
                && view.job(run.jobName())
                        .filter(job -> job.status() == JobStatus.RUNNING)
                        .isPresent();
    }

    /** A setback holds the task until its time; too many in a row park it. */
    private static Optional<Decision> backoff(TaskSnapshot s, boolean mayPark) {
        Setback setback = s.task().setback();
        if (setback == null) {
            return Optional.empty();
        }
        if (mayPark && setback.tooMany()) {
            return Optional.of(Decision.Park.because(
                    author(s.task()), setback.why() + " (" + setback.count() + " times in a row)"));
        }
        return s.setbackOver()
                ? Optional.empty()
                : Optional.of(new Decision.Await(setback.why(), setback.retryAt(), null));
    }

    /** Whether the visit's merge is confirmed: then landing wins over every red and every move. */
    static boolean landed(TaskSnapshot s) {
        return s.effects().stream()
                .anyMatch(e -> e.key().visit() == s.task().visit()
                        && e.effect() instanceof Effect.Merge
                        && e.state() == EffectState.CONFIRMED);
    }

    static Optional<JournalEntry> openIntent(TaskSnapshot s) {
        return s.effects().stream().filter(e -> e.state() == EffectState.INTENT).findFirst();
    }

    private static Stream<Run> liveRuns(TaskSnapshot s) {
        return s.runs().stream().filter(run -> !run.state().terminal());
    }

    private static Optional<JournalEntry> startOf(TaskSnapshot s, Run run) {
        return s.effects().stream()
                .filter(e -> e.effect() instanceof Effect.Starts start
                        && start.unit().equals(run.unit()))
                .findFirst();
    }

    /** Who is asked when only a person can go on. */
    static String author(Task task) {
        return task.item().author().isBlank() ? "the operator" : task.item().author();
    }
}
