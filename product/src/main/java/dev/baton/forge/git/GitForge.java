package dev.baton.forge.git;

import dev.baton.forge.Forge;
import dev.baton.git.Git;
import dev.baton.model.FailureCode;
import dev.baton.model.LfsPointer;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Sha;
import dev.baton.model.TransientFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A repository as forge. Branches are here; the rest has a class of its own. */
public final class GitForge implements Forge {
    /**
     * Asks a server of Git LFS, by the address of its repository, which of these objects are not
     * there; empty if nobody said.
     */
    public static BiFunction<String, List<LfsPointer>, Optional<Set<String>>> lfs() {
        return new LfsBatch()::missing;
    }

    private static final String HEADS = "refs/heads/";
    private static final Duration UNTIL_CLEAN = Duration.ofSeconds(30);

    private final GitForgeSettings settings;
    private final Remote remote;
    private final ChangeRefs changes;
    private final MergeMarkers markers;
    private final @Nullable UntrackedFiles untracked;

    /**
     * @param unique another text at every call, also after a restart
     */
    public GitForge(Git git, GitForgeSettings settings, Supplier<String> unique) {
        this.settings = settings;
        this.remote = new Remote(git, settings);
        this.changes = new ChangeRefs(remote);
        this.markers = new MergeMarkers(remote, unique);
        this.untracked = settings.local()
                ? new UntrackedFiles(git, remote, Path.of(settings.address()))
                : null;
    }

    @Override
    public Optional<Sha> tip(String branch) {
        return remote.ref(HEADS + branch);
    }

    @Override
    public Map<String, Sha> branches() {
        Map<String, Sha> branches = new TreeMap<>();
        // The pattern is one of the end of a name, so other refs may match it too.
        remote.list(HEADS + "*").forEach((ref, sha) -> {
            if (ref.startsWith(HEADS)) {
                branches.put(ref.substring(HEADS.length()), sha);
            }
        });
        return branches;
    }

    @Override
    public Push push(String branch, Sha sha, @Nullable Sha expected) {
        String ref = HEADS + branch;
        Optional<String> inTheWay = inTheWay(branch, expected, sha);
        Remote.@Nullable Pushed pushed =
                inTheWay.isPresent() ? null : remote.push(new Remote.Move(ref, expected, sha));
        if (pushed != null && pushed.ok()) {
            return new Moved();
        }
        Optional<Sha> found = remote.ref(ref);
        if (found.isPresent() && found.get().equals(sha)) {
            return new Moved();
        }
        if (!Objects.equals(found.orElse(null), expected)) {
            return new Elsewhere(found.orElse(null));
        }
        if (pushed == null) {
            return new Postponed(inTheWay.orElseThrow(), UNTIL_CLEAN);
        }
        if (dirty(pushed.refusals())) {
            return new Postponed(dirtyCheckout(branch), UNTIL_CLEAN);
        }
        throw refused(ref, pushed);
    }

    @Override
    public boolean deleteBranch(String branch, Sha expected) {
        String ref = HEADS + branch;
        return remote.push(new Remote.Move(ref, expected, null)).ok()
                || remote.ref(ref).isEmpty();
    }

    @Override
    public Optional<ChangeRequest> find(String branch, String base) {
        return changes.find(branch, base);
    }

    @Override
    public Opening open(Proposal proposal) {
        return changes.open(proposal);
    }

    @Override
    public Optional<ChangeRequest> withdraw(Proposal proposal) {
        return changes.withdraw(proposal);
    }

    @Override
    public Landing land(Merge merge) {
        markers.assertParent(merge);
        String base = HEADS + merge.base();
        Optional<String> inTheWay = inTheWay(merge.base(), merge.baseSha(), merge.sha());
        Remote.@Nullable Pushed pushed = inTheWay.isPresent() ? null : moved(merge, base);
        if (pushed != null && pushed.ok()) {
            return new Landed();
        }
        return switch (markers.read(merge)) {
            case LandedMarker landed -> new Landed();
            case Tombstone tombstone -> new Outdated("given up before: " + tombstone.why());
            case NoMarker none -> notLanded(merge, base, pushed, inTheWay);
        };
    }

    private Remote.Pushed moved(Merge merge, String base) {
        return remote.push(
                new Remote.Move(base, merge.baseSha(), merge.sha()),
                new Remote.Move(MergeMarkers.ref(merge), null, merge.sha()),
                markers.attempt(merge));
    }

    private Landing notLanded(
            Merge merge, String base, Remote.@Nullable Pushed pushed, Optional<String> inTheWay) {
        Optional<Sha> tip = remote.ref(base);
        if (!tip.equals(Optional.of(merge.baseSha()))) {
            return new Outdated("base " + merge.base() + " of " + settings.address() + ": expected "
                    + merge.baseSha() + ", found " + tip.map(Sha::value).orElse("no such branch"));
        }
        if (pushed == null) {
            return new Postponed(inTheWay.orElseThrow(), UNTIL_CLEAN);
        }
        if (dirty(pushed.refusals())) {
            return new Postponed(dirtyCheckout(merge.base()), UNTIL_CLEAN);
        }
        throw refused(base, pushed);
    }

    @Override
    public Marker marker(Merge merge) {
        return markers.read(merge);
    }

    @Override
    public Marker bury(Merge merge, String why) {
        return markers.bury(merge, why);
    }

    /** True of a branch that is at the value expected; of another it may say anything. */
    private Optional<String> inTheWay(String branch, @Nullable Sha from, Sha to) {
        return untracked == null ? Optional.empty() : untracked.inTheWay(branch, from, to);
    }

    private static boolean dirty(Map<String, String> refusals) {
        return refusals.values().stream()
                .anyMatch(reason -> reason.contains("Working directory has")
                        || reason.contains("Up-to-date check failed")
                        || reason.contains("Could not update working tree"));
    }

    private String dirtyCheckout(String branch) {
        return settings.address() + " has " + branch
                + " checked out and has uncommitted changes: commit or stash them";
    }

    /** The refs are where they were and nothing says that it will go by itself. */
    private RuntimeException refused(String ref, Remote.Pushed pushed) {
        String reason = pushed.refusals()
                .getOrDefault(
                        ref, pushed.refusals().values().stream().findFirst().orElse(""));
        String message =
                "push of " + ref + " to " + settings.address() + ": expected it to be taken, found "
                        + (reason.isEmpty() ? "" : reason + ": ") + pushed.err().strip();
        boolean byRule = reason.contains("hook declined")
                || reason.contains("deny")
                || reason.contains("prohibited")
                || pushed.err().contains("does not support --atomic");
        return byRule
                ? new PermanentFailure(
                        FailureCode.FORGE,
                        message + ". Next: allow it there, then baton task retry")
                : new TransientFailure(FailureCode.FORGE, message);
    }
}
