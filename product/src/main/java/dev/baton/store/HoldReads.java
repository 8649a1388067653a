package dev.baton.store;

import dev.baton.model.Hold;

import java.util.List;
import java.util.Optional;

/** Reading holds. */
public interface HoldReads {
    Optional<Hold> byId(long id);

    /** All that are not released, oldest first. */
    List<Hold> active();

    /** Those of a project that are not released, oldest first. */
    List<Hold> active(String project);

    /** Those on one thing that are not released, oldest first. */
    List<Hold> active(Hold.Kind kind, String project, String name);
}
