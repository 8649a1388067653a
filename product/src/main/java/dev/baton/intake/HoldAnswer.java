package dev.baton.intake;

import dev.baton.model.Hold;

/** What became of the wish to hold a merge queue, or to let go of it. */
public sealed interface HoldAnswer {
    /** The hold as it is now. */
    record Done(Hold hold) implements HoldAnswer {}

    /** It cannot be understood. */
    record Invalid(String message) implements HoldAnswer {}

    /** There is no such project, base or hold. */
    record NotFound(String message) implements HoldAnswer {}

    /** It does not fit what is there. */
    record Conflict(String message) implements HoldAnswer {}
}
