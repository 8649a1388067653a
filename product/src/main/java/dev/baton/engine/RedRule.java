package dev.baton.engine;

import dev.baton.model.Decision;
import dev.baton.model.Job;
import dev.baton.model.StageId;

import java.util.List;
import java.util.Optional;

/** Where a red goes. */
final class RedRule {
    private RedRule() {}

    /** Back to an earlier stage, or another attempt of this one; bounded either way. */
    static Decision red(StageView view, String why, List<String> findings) {
        StageId to = view.stage().onRed();
        if (to.equals(view.stage().id())) {
            return failedAttempt(view, why);
        }
        var open = Decider.openIntent(view.snapshot())
                .filter(e -> e.key().visit() == view.task().visit());
        if (open.isPresent()) {
            return new Decision.Settle(open.get());
        }
        int visits = view.snapshot().stageVisits().getOrDefault(to, 0);
        int max = view.pipeline().stage(to).visitsMax();
        return visits >= max
                ? Decision.Park.because(
                        Decider.author(view.task()),
                        "%s was visited %d times of at most %d; last: %s"
                                .formatted(to, visits, max, why))
                : new Decision.Return(to, why, findings);
    }

    /** The main job again, charged; parked where there is no main job. */
    static Decision failedAttempt(StageView view, String why) {
        Optional<Job> job = view.stage().mainRole().flatMap(role -> view.job(role.name()));
        return job.isPresent()
                ? MainJobRule.charged(view, job.get(), why)
                : Decision.Park.because(Decider.author(view.task()), why);
    }
}
