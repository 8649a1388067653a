package dev.baton.forge.git;

import dev.baton.forge.Forge.LandedMarker;
import dev.baton.forge.Forge.Marker;
import dev.baton.forge.Forge.Merge;
import dev.baton.forge.Forge.NoMarker;
import dev.baton.forge.Forge.Tombstone;
import dev.baton.git.RefName;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Sha;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Markers of merges in the target repository. A marker is named by task, visit and candidate, each
 * made safe injectively, so that a data folder that was begun anew never meets the markers of the
 * one before. Whoever creates it first decides: the candidate itself (landed) or a tombstone
 * (never).
 */
final class MergeMarkers {
    private static final String TRAILER = "Baton-Tombstone: ";

    private final Remote remote;
    private final Supplier<String> unique;

    MergeMarkers(Remote remote, Supplier<String> unique) {
        this.remote = remote;
        this.unique = unique;
    }

    static String ref(Merge merge) {
        return "refs/baton/merge/" + name(merge);
    }

    /**
     * A value of its own for every attempt. The marker alone does not stop a replay: git leaves out
     * a ref that already has the value, with its lease, so a push still in flight would move a base
     * that a person had put back after the merge. This one never has the value already.
     */
    Remote.Move attempt(Merge merge) {
        Sha once = new Sha(remote.inMirror(remote.mirror(
                                "commit-tree",
                                merge.sha() + "^{tree}",
                                "-p",
                                merge.sha().value(),
                                "-F",
                                "-")
                        .input("Merged " + name(merge) + "\n\nBaton-Attempt: " + unique.get()
                                + "\n"))
                .line());
        return new Remote.Move("refs/baton/merge-attempt/" + name(merge), null, once);
    }

    private static String name(Merge merge) {
        return RefName.part(merge.key().taskKey()) + "/" + merge.key().visit() + "/"
                + merge.key().candidate();
    }

    /** With the right lease and this, the base moves exactly from the one to the other. */
    void assertParent(Merge merge) {
        String parent = remote.inMirror(remote.mirror(
                        "rev-parse", "--verify", "--end-of-options", merge.sha() + "^1"))
                .line();
        if (!parent.equals(merge.baseSha().value())) {
            throw new IllegalStateException("merge candidate " + merge.sha()
                    + ": expected first parent " + merge.baseSha() + ", found " + parent);
        }
    }

    Marker read(Merge merge) {
        Optional<Sha> found = remote.ref(ref(merge));
        if (found.isEmpty()) {
            return new NoMarker();
        }
        return found.get().equals(merge.sha())
                ? new LandedMarker()
                : new Tombstone(tombstone(merge, found.get()));
    }

    Marker bury(Merge merge, String why) {
        String tree = remote.inMirror(remote.mirror("mktree")).line();
        Sha tombstone = new Sha(remote.inMirror(remote.mirror("commit-tree", tree, "-F", "-")
                        .input("Never merged: " + why.replace('\n', ' ').replace('\0', ' ') + "\n\n"
                                + TRAILER + name(merge) + "\n"))
                .line());
        remote.push(new Remote.Move(ref(merge), null, tombstone));
        return read(merge);
    }

    /**
     * Only what says that it is one counts as a tombstone; anything else is a person's to explain.
     */
    private String tombstone(Merge merge, Sha found) {
        remote.fetch("+" + ref(merge) + ":refs/baton/forge/merge/" + name(merge));
        String message = remote.inMirror(remote.mirror("cat-file", "commit", found.value()))
                .out();
        if (!message.contains("\n" + TRAILER + name(merge) + "\n")) {
            throw new PermanentFailure(
                    FailureCode.FORGE,
                    "marker " + ref(merge) + ": expected the candidate or a tombstone, found "
                            + found + ". Next: find out who wrote it");
        }
        String body = message.substring(message.indexOf("\n\n") + 2);
        return body.lines().findFirst().orElse("");
    }
}
