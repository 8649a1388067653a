package dev.baton.forge;

import dev.baton.model.Sha;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The forge of one project. Safe for any number of threads. */
public interface Forge {
    /** The commit a branch points at; empty = there is no such branch. */
    Optional<Sha> tip(String branch);

    /** Where every branch is, at one moment and by one request. */
    Map<String, Sha> branches();

    /**
     * Moves a branch from the value expected to a commit, or not at all. Moving it to where it is
     * already is {@link Moved}.
     *
     * @param expected null = the branch must not exist
     */
    Push push(String branch, Sha sha, @Nullable Sha expected);

    /** Deletes a branch if it still has the value expected; true if it is gone afterwards. */
    boolean deleteBranch(String branch, Sha expected);

    /** The open change request of a head branch and a base. */
    Optional<ChangeRequest> find(String branch, String base);

    /** Opens a change request, unless one is open for the same branch and base: then that one. */
    Opening open(Proposal proposal);

    /**
     * Makes sure that the proposal with this key is never opened any more, and closes what is open
     * for its branch and base; answers what was open.
     */
    Optional<ChangeRequest> withdraw(Proposal proposal);

    /**
     * Moves the base from the candidate's first parent to the candidate and writes the marker, both
     * or neither.
     */
    Landing land(Merge merge);

    /** What the marker of a merge says. */
    Marker marker(Merge merge);

    /** Writes a tombstone where the marker would be, if nothing is there; answers what is there. */
    Marker bury(Merge merge, String why);

    /**
     * A change request to be.
     *
     * @param key unique for ever: the same key is opened at most once
     */
    record Proposal(
            String key, String taskKey, String branch, String base, Sha head, String title) {}

    /** A change request as people name it. */
    record ChangeRequest(String number, String branch, String base) {}

    /**
     * A merge to be landed.
     *
     * @param key unique for ever, made of task, visit and candidate; names the marker
     * @param baseSha the candidate's first parent: where the base has to be
     * @param sha the candidate
     */
    record Merge(MergeKey key, String base, Sha baseSha, Sha sha) {}

    /** The identity of a merge: a candidate of a task's visit. */
    record MergeKey(String taskKey, long visit, Sha candidate) {}

    /** What became of a push. */
    sealed interface Push {}

    /** The branch is at the commit. */
    record Moved() implements Push {}

    /**
     * The branch is at something else.
     *
     * @param found null = there is no such branch
     */
    record Elsewhere(@Nullable Sha found) implements Push {}

    /** What became of an opening. */
    sealed interface Opening {}

    /** It is open, by this call or before. */
    record Opened(ChangeRequest request) implements Opening {}

    /** It was withdrawn before and is not opened any more. */
    record Withdrawn(String why) implements Opening {}

    /** What became of a landing. */
    sealed interface Landing {}

    /** The base moved to the candidate, now or before. */
    record Landed() implements Landing {}

    /** Not now, and the same again cannot succeed: the base moved, or a tombstone is there. */
    record Outdated(String why) implements Landing {}

    /**
     * Not by this call; the same again may succeed. Also a push that the resource refuses for now.
     */
    record Postponed(String why, Duration delay) implements Push, Landing {}

    /** What a marker says. */
    sealed interface Marker {}

    /** Nothing yet. */
    record NoMarker() implements Marker {}

    /** The candidate landed. */
    record LandedMarker() implements Marker {}

    /** It never will. */
    record Tombstone(String why) implements Marker {}
}
