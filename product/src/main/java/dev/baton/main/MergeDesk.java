package dev.baton.main;

import dev.baton.intake.HoldAnswer;
import dev.baton.intake.HoldIntake;
import dev.baton.web.HoldDesk;

/** The web's way to holds of merge queues and environments. */
final class MergeDesk implements HoldDesk {
    private final HoldIntake holds;

    MergeDesk(HoldIntake holds) {
        this.holds = holds;
    }

    @Override
    public Answered hold(Wish wish) {
        return answered(holds.hold(new HoldIntake.NewHold(
                wish.kind(), wish.project(), wish.name(), wish.why(), wish.by(), wish.process())));
    }

    @Override
    public Answered release(Release release) {
        return answered(holds.release(new HoldIntake.Release(
                release.kind(), release.id(), release.project(), release.name(), release.by())));
    }

    private static Answered answered(HoldAnswer answer) {
        return switch (answer) {
            case HoldAnswer.Done(var hold) -> new Done(hold);
            case HoldAnswer.Invalid(String message) -> new Refused(Why.INVALID, message);
            case HoldAnswer.NotFound(String message) -> new Refused(Why.NOT_FOUND, message);
            case HoldAnswer.Conflict(String message) -> new Refused(Why.CONFLICT, message);
        };
    }
}
