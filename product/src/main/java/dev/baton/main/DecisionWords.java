package dev.baton.main;

import dev.baton.engine.Driver;
import dev.baton.model.Decision;
import dev.baton.model.Task;
import dev.baton.web.DecisionText;

import java.util.Locale;

/** Says in words what the engine would do next. */
final class DecisionWords implements DecisionText {
    private final Driver driver;

    DecisionWords(Driver driver) {
        this.driver = driver;
    }

    @Override
    public Explained explain(Task task) {
        Decision decision = driver.explain(task.id())
                .map(Driver.Explanation::decision)
                .orElseThrow(() -> new IllegalStateException(task.key() + " vanished"));
        if (task.status().terminal()) {
            return new Explained("none", "it is over: " + task.status());
        }
        String name = decision.getClass().getSimpleName();
        return new Explained(
                name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT),
                reason(task, decision));
    }

    private static String reason(Task task, Decision decision) {
        return switch (decision) {
            case Decision.Await(String what, var until, var who) ->
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
            case Decision.JoinMergeQueue join -> "joins the merge queue";
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
