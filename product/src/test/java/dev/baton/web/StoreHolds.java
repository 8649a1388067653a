package dev.baton.web;

import dev.baton.intake.HoldAnswer;
import dev.baton.intake.HoldIntake;

/** The real intake of holds. */
record StoreHolds(HoldIntake intake) implements HoldDesk {
    @Override
    public Answered hold(Wish wish) {
        return answered(intake.hold(new HoldIntake.NewHold(
                wish.kind(), wish.project(), wish.name(), wish.why(), wish.by(), wish.process())));
    }

    @Override
    public Answered release(Release release) {
        return answered(intake.release(new HoldIntake.Release(
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
