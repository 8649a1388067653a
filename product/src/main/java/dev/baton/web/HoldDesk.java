package dev.baton.web;

import dev.baton.model.Hold;
import dev.baton.model.ProcessIdentity;

import org.jspecify.annotations.Nullable;

/**
 * Where requests ask to hold a merge queue or an environment, and to let go of it. Throws {@link
 * dev.baton.model.TransientFailure} when nobody knows whether it was stored.
 */
public interface HoldDesk {

    Answered hold(Wish wish);

    Answered release(Release release);

    /**
     * A hold that is asked for.
     *
     * @param project null = the only one there is
     * @param name the base, null = the project's; or the environment
     * @param process whose end ends it; null = until it is released
     */
    record Wish(
            Hold.Kind kind,
            @Nullable String project,
            @Nullable String name,
            String why,
            String by,
            @Nullable ProcessIdentity process) {}

    /**
     * Which hold to end.
     *
     * @param id null = the only one on the base or the environment
     */
    record Release(
            Hold.Kind kind,
            @Nullable Long id,
            @Nullable String project,
            @Nullable String name,
            String by) {}

    /** What became of it. */
    sealed interface Answered {}

    /** The hold as it is now. */
    record Done(Hold hold) implements Answered {}

    /** Nothing was stored. */
    record Refused(Why why, String message) implements Answered {}

    /** Why it is refused. */
    enum Why {
        /** The wish itself. */
        INVALID,
        /** No such project, base or hold. */
        NOT_FOUND,
        /** It does not fit what is there. */
        CONFLICT
    }
}
