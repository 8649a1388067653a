package dev.baton.main;

import dev.baton.engine.Driver;
import dev.baton.model.Decision;
import dev.baton.model.Owner;
import dev.baton.model.Task;
import dev.baton.model.Waiting;
import dev.baton.web.DecisionText;

import java.util.Locale;

/**
 * Says in words what was decided and stored: the step of the owner, or what the task waits for. The
 * engine is asked only where that is not the whole answer, because something changed since.
 */
final class DecisionWords implements DecisionText {
    private final Driver driver;

    DecisionWords(Driver driver) {
        this.driver = driver;
    }

    @Override
    public Explained explain(Task task) {
        if (task.status().terminal()) {
            return new Explained("none", "it is over: " + task.status());
        }
        Owner owner = task.owner();
        if (owner != null) {
            return new Explained(
                    words(owner.step()), owner.actor() + " does it since " + owner.since());
        }
        Decision next = driver.explain(task.id())
                .map(Driver.Explanation::decision)
                .orElseThrow(() -> new IllegalStateException(task.key() + " vanished"));
        Waiting waiting = task.waiting();
        if (waiting == null || next instanceof Decision.Await) {
            return new Explained(words(next.getClass().getSimpleName()), reason(task, next));
        }
        var stored = new Decision.Await(waiting.what(), waiting.until(), waiting.who());
        return new Explained("await", reason(task, stored) + "; next: " + reason(task, next));
    }

    /** {@code StartRun} as {@code start-run}. */
    private static String words(String step) {
        return step.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static String reason(Task task, Decision decision) {
        return switch (decision) {
            case Decision.Await(String what, var until, var who, var _) ->
                (task.parking() == null ? "waits for " : "parked: ")
                        + what
                        + (until == null ? "" : " until " + until)
                        + (who == null ? "" : "; " + who + " can unblock it");
            case Decision.Obey obey ->
                obey.command().actor() + " commanded "
                        + obey.command().kind().name().toLowerCase(Locale.ROOT);
            case Decision.CreateJob job -> "queues " + job.name();
            case Decision.Retry retry -> "queues " + retry.job().name() + " again: " + retry.why();
            case Decision.Withdraw withdraw ->
                "withdraws " + withdraw.job().name() + ": " + withdraw.why();
            case Decision.StartRun start -> "starts run " + start.effect().unit();
            case Decision.StopRun stop -> "stops run " + stop.run().unit() + ": " + stop.why();
            case Decision.Collect(var run) -> "takes the result of run " + run.unit();
            case Decision.Judge judge ->
                "judges gate " + judge.gate().name() + " at " + judge.subject().abbreviated();
            case Decision.Supersede superseded ->
                "need not deploy " + superseded.subject().abbreviated() + ": "
                        + superseded.by().deployId() + " brought it";
            case Decision.JoinMergeQueue join -> "joins the merge queue";
            case Decision.StepBack back ->
                "goes to the tail of the merge queue of " + back.place().base()
                        + ": too long at its head";
            case Decision.LetPass let ->
                "lets another task land on " + let.place().base() + ", which is held";
            case Decision.BuildCandidate(int n) -> "builds merge candidate " + n;
            case Decision.Perform(var effect) -> "performs " + effect.kind().word();
            case Decision.Settle(var entry) -> "settles " + entry.key();
            case Decision.Advance(var to) -> "moves on to " + to;
            case Decision.Return back -> "goes back to " + back.to() + ": " + back.why();
            case Decision.Park park ->
                "parks for " + park.parking().who() + ": " + park.parking().why();
            case Decision.Finish(String summary) -> "closes: " + summary;
        };
    }
}
