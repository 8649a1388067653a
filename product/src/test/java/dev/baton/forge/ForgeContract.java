package dev.baton.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.forge.Forge.ChangeRequest;
import dev.baton.forge.Forge.Elsewhere;
import dev.baton.forge.Forge.Landed;
import dev.baton.forge.Forge.LandedMarker;
import dev.baton.forge.Forge.Landing;
import dev.baton.forge.Forge.Merge;
import dev.baton.forge.Forge.MergeKey;
import dev.baton.forge.Forge.Moved;
import dev.baton.forge.Forge.NoMarker;
import dev.baton.forge.Forge.Opened;
import dev.baton.forge.Forge.Outdated;
import dev.baton.forge.Forge.Proposal;
import dev.baton.forge.Forge.Tombstone;
import dev.baton.forge.Forge.Withdrawn;
import dev.baton.git.GitWorld;
import dev.baton.model.Sha;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every forge must do. A test of an adapter supplies the forge and its repository. */
public abstract class ForgeContract {
    @TempDir
    protected Path root;

    protected GitWorld world;
    /** The repository behind the forge, base {@code main}. */
    protected Path target;
    /** The private mirror that holds what is pushed. */
    protected Path mirror;

    protected Forge forge;
    private int commits;

    /** Makes the repository behind the forge, with one commit on main. */
    protected abstract Path makeTarget();

    protected abstract Forge forgeOf(Path repository, Path ofMirror);

    @BeforeEach
    void makeForge() {
        world = new GitWorld(root);
        target = makeTarget();
        world.git(root, "clone", "-q", "--bare", target.toString(), "mirror.git");
        mirror = root.resolve("mirror.git");
        forge = forgeOf(target, mirror);
    }

    /** A new commit on top of another, in the mirror only. */
    protected Sha commitOn(Sha parent) {
        commits++;
        String blob = world.git(mirror, "hash-object", "-w", "--stdin"); // empty
        String tree = treeWith(parent, "file-" + commits, blob);
        return new Sha(commitTree(tree, "work " + commits, parent));
    }

    private String treeWith(Sha parent, String file, String blob) {
        Path index = root.resolve("index-" + commits);
        String script = "export GIT_INDEX_FILE=" + index + "; git read-tree " + parent
                + " && git update-index --add --cacheinfo 100644," + blob + "," + file
                + " && git write-tree";
        return world.sh(mirror, script).out().strip();
    }

    /** The merge of a head into a base, as the candidate builder would make it. */
    protected Sha candidate(Sha base, Sha head) {
        String tree = world.git(mirror, "merge-tree", "--write-tree", base.value(), head.value());
        commits++;
        return new Sha(commitTree(tree, "candidate " + commits, base, head));
    }

    private String commitTree(String tree, String message, Sha... parents) {
        List<String> command = new ArrayList<>(List.of(
                "-c", "user.name=a", "-c", "user.email=a@b", "commit-tree", tree, "-m", message));
        for (Sha parent : parents) {
            command.add("-p");
            command.add(parent.value());
        }
        return world.git(mirror, command.toArray(String[]::new));
    }

    protected Sha base() {
        return forge.tip("main").orElseThrow();
    }

    protected static Merge merge(String task, Sha base, Sha candidate) {
        return new Merge(new MergeKey(task, 3, candidate), "main", base, candidate);
    }

    protected Map<String, String> refs() {
        return world.refs(target);
    }

    protected static <T> List<T> together(Callable<T> first, Callable<T> second) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : pool.invokeAll(List.of(first, second))) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    @Nested
    class Branches {
        @Test
        void haveATipOrAreMissing() {
            assertThat(forge.tip("main")).isPresent();
            assertThat(forge.tip("baton/none")).isEmpty();
        }

        @Test
        void areListedAtOnceAndNothingElseIs() {
            Sha start = base();
            Sha mine = commitOn(start);
            forge.push("baton/SHOP-1", mine, null);
            Sha work = commitOn(start);
            forge.land(merge("SHOP-2", start, candidate(start, work)));
            world.git(target, "tag", "main-1", mine.value());

            assertThat(forge.branches()).isEqualTo(Map.of("main", base(), "baton/SHOP-1", mine));
        }

        @Test
        void areMadeOnlyWhereNoneIs() {
            Sha mine = commitOn(base());
            Sha other = commitOn(base());
            assertThat(forge.push("baton/SHOP-1", mine, null)).isEqualTo(new Moved());
            assertThat(forge.push("baton/SHOP-1", other, null)).isEqualTo(new Elsewhere(mine));
            assertThat(forge.tip("baton/SHOP-1")).hasValue(mine);
        }

        @Test
        void moveFromTheValueSeenAlsoBackwards() {
            Sha first = commitOn(base());
            Sha rewritten = commitOn(base());
            forge.push("baton/SHOP-1", first, null);
            assertThat(forge.push("baton/SHOP-1", rewritten, first)).isEqualTo(new Moved());
            assertThat(forge.tip("baton/SHOP-1")).hasValue(rewritten);
        }

        @Test
        void doNotMoveFromAnotherValue() {
            Sha first = commitOn(base());
            Sha foreign = commitOn(first);
            forge.push("baton/SHOP-1", foreign, null);
            assertThat(forge.push("baton/SHOP-1", commitOn(first), first))
                    .isEqualTo(new Elsewhere(foreign));
            assertThat(forge.push("baton/gone", first, base())).isEqualTo(new Elsewhere(null));
        }

        @Test
        void pushedAgainStayWhereTheyAre() {
            Sha mine = commitOn(base());
            forge.push("baton/SHOP-1", mine, null);
            Map<String, String> before = refs();
            assertThat(forge.push("baton/SHOP-1", mine, null)).isEqualTo(new Moved());
            assertThat(refs()).isEqualTo(before);
        }

        @Test
        void areDeletedOnlyFromTheValueSeen() {
            Sha mine = commitOn(base());
            forge.push("baton/SHOP-1", mine, null);
            assertThat(forge.deleteBranch("baton/SHOP-1", base())).isFalse();
            assertThat(forge.tip("baton/SHOP-1")).hasValue(mine);
            assertThat(forge.deleteBranch("baton/SHOP-1", mine)).isTrue();
            assertThat(forge.deleteBranch("baton/SHOP-1", mine)).isTrue();
            assertThat(forge.tip("baton/SHOP-1")).isEmpty();
        }
    }

    @Nested
    class ChangeRequests {
        private Proposal proposal(String task, int visit) {
            return new Proposal(
                    task + "/" + visit,
                    task,
                    "baton/" + task,
                    "main",
                    pushed(task),
                    "Say $(touch x); `rm`\nBaton-State: closed \"é😀\"");
        }

        private Sha pushed(String task) {
            return forge.tip("baton/" + task).orElseGet(() -> {
                Sha head = commitOn(base());
                forge.push("baton/" + task, head, null);
                return head;
            });
        }

        @Test
        void areFoundOnceTheyAreOpen() {
            Proposal proposal = proposal("SHOP-1", 2);
            assertThat(forge.find("baton/SHOP-1", "main")).isEmpty();
            ChangeRequest opened = ((Opened) forge.open(proposal)).request();
            assertThat(forge.find("baton/SHOP-1", "main")).hasValue(opened);
            assertThat(forge.find("baton/SHOP-1", "other")).isEmpty();
            assertThat(forge.find("baton/SHOP-2", "main")).isEmpty();
        }

        @Test
        void areOpenedOncePerBranchAndBase() {
            Forge.Opening first = forge.open(proposal("SHOP-1", 2));
            Map<String, String> before = refs();
            assertThat(forge.open(proposal("SHOP-1", 2))).isEqualTo(first);
            assertThat(forge.open(proposal("SHOP-1", 4))).as("a later visit").isEqualTo(first);
            assertThat(refs()).isEqualTo(before);
        }

        @Test
        void ofOthersGetAnotherNumber() {
            ChangeRequest one = ((Opened) forge.open(proposal("SHOP-1", 2))).request();
            ChangeRequest two = ((Opened) forge.open(proposal("SHOP-2", 2))).request();
            assertThat(one.number()).isNotEqualTo(two.number());
        }

        @Test
        void openedTogetherAreOne() throws Exception {
            Proposal proposal = proposal("SHOP-1", 2);
            List<Forge.Opening> answers = together(
                    () -> forge.open(proposal),
                    () -> forgeOf(target, otherMirror()).open(proposal));
            assertThat(answers.get(0)).isEqualTo(answers.get(1));
        }

        @Test
        void thatAreWithdrawnAreNotOpenedByALateCall() {
            Proposal proposal = proposal("SHOP-1", 2);
            assertThat(forge.withdraw(proposal)).isEmpty();
            assertThat(forge.open(proposal)).isInstanceOf(Withdrawn.class);
            assertThat(forge.find("baton/SHOP-1", "main")).isEmpty();
        }

        @Test
        void thatAreOpenAreClosedByTheWithdrawal() {
            Proposal proposal = proposal("SHOP-1", 2);
            ChangeRequest opened = ((Opened) forge.open(proposal)).request();
            assertThat(forge.withdraw(proposal)).hasValue(opened);
            assertThat(forge.find("baton/SHOP-1", "main")).isEmpty();
            assertThat(forge.open(proposal)).isInstanceOf(Withdrawn.class);
            assertThat(forge.withdraw(proposal)).as("again").isEmpty();
        }

        @Test
        void ofALaterVisitAreOpenedAfterAWithdrawal() {
            forge.withdraw(proposal("SHOP-1", 2));
            assertThat(forge.open(proposal("SHOP-1", 4))).isInstanceOf(Opened.class);
        }
    }

    /** A second server's view: its own mirror with the same commits. */
    protected Path otherMirror() {
        Path other = root.resolve("other-mirror.git");
        world.git(root, "clone", "-q", "--mirror", mirror.toString(), other.toString());
        world.sh(root, "cp -r " + mirror + "/objects/. " + other + "/objects/");
        return other;
    }

    @Nested
    class Merges {
        @Test
        void moveTheBaseToTheCandidateWithTheMarker() {
            Merge merge = merge("SHOP-1", base(), candidate(base(), commitOn(base())));
            assertThat(forge.marker(merge)).isEqualTo(new NoMarker());
            assertThat(forge.land(merge)).isEqualTo(new Landed());
            assertThat(forge.tip("main")).hasValue(merge.sha());
            assertThat(forge.marker(merge)).isEqualTo(new LandedMarker());
        }

        @Test
        void appliedAgainChangeNothing() {
            Merge merge = merge("SHOP-1", base(), candidate(base(), commitOn(base())));
            forge.land(merge);
            Map<String, String> before = refs();
            assertThat(forge.land(merge)).isEqualTo(new Landed());
            assertThat(refs()).isEqualTo(before);
        }

        @Test
        void appliedAgainAfterTheBaseWentOnChangeNothing() {
            Sha start = base();
            Merge merge = merge("SHOP-1", start, candidate(start, commitOn(start)));
            forge.land(merge);
            forge.push("main", commitOn(merge.sha()), merge.sha());
            Map<String, String> before = refs();
            assertThat(forge.land(merge)).isEqualTo(new Landed());
            assertThat(refs()).isEqualTo(before);
        }

        @Test
        void areRefusedWhenTheBaseMoved() {
            Sha start = base();
            Merge merge = merge("SHOP-1", start, candidate(start, commitOn(start)));
            Sha moved = commitOn(start);
            forge.push("main", moved, start);
            Map<String, String> before = refs();
            assertThat(forge.land(merge))
                    .isInstanceOfSatisfying(
                            Outdated.class,
                            o -> assertThat(o.why())
                                    .contains(start.value())
                                    .contains(moved.value()));
            assertThat(refs()).isEqualTo(before);
        }

        @Test
        void areRefusedWhenTheBaseWasPutBackBehindTheirParent() {
            Sha start = base();
            Sha ahead = commitOn(start);
            forge.push("main", ahead, start);
            Merge merge = merge("SHOP-1", ahead, candidate(ahead, commitOn(ahead)));
            forge.push("main", start, ahead);
            assertThat(forge.land(merge)).isInstanceOf(Outdated.class);
            assertThat(forge.tip("main")).hasValue(start);
        }

        @Test
        void thatWereBuriedNeverLandEvenWhenTheBaseComesBack() {
            Sha start = base();
            Merge merge = merge("SHOP-1", start, candidate(start, commitOn(start)));
            assertThat(forge.bury(merge, "the base moved")).isInstanceOf(Tombstone.class);
            assertThat(forge.land(merge)).isInstanceOf(Outdated.class);
            assertThat(forge.tip("main")).as("nothing moved").hasValue(start);
            assertThat(forge.marker(merge))
                    .isInstanceOfSatisfying(
                            Tombstone.class, t -> assertThat(t.why()).contains("the base moved"));
        }

        @Test
        void thatLandedCannotBeBuried() {
            Merge merge = merge("SHOP-1", base(), candidate(base(), commitOn(base())));
            forge.land(merge);
            assertThat(forge.bury(merge, "stopped")).isEqualTo(new LandedMarker());
        }

        @Test
        void areBuriedOnce() {
            Merge merge = merge("SHOP-1", base(), candidate(base(), commitOn(base())));
            forge.bury(merge, "first");
            Map<String, String> before = refs();
            assertThat(forge.bury(merge, "second"))
                    .isInstanceOfSatisfying(
                            Tombstone.class, t -> assertThat(t.why()).contains("first"));
            assertThat(refs()).isEqualTo(before);
        }

        @Test
        void doNotReinstateABaseThatWasPutBackAfterTheyLanded() {
            Sha start = base();
            Merge merge = merge("SHOP-1", start, candidate(start, commitOn(start)));
            forge.land(merge);
            forge.push("main", start, merge.sha());
            assertThat(forge.land(merge))
                    .as("a late push of the one that landed")
                    .isEqualTo(new Landed());
            assertThat(forge.tip("main")).hasValue(start);
        }

        @Test
        void thatAPersonPushedOnlyGetTheirMarker() {
            Sha start = base();
            Merge merge = merge("SHOP-1", start, candidate(start, commitOn(start)));
            forge.push("main", merge.sha(), start);
            assertThat(forge.land(merge)).isEqualTo(new Landed());
            assertThat(forge.marker(merge)).isEqualTo(new LandedMarker());
            assertThat(forge.tip("main")).hasValue(merge.sha());
        }

        @Test
        void landedTogetherLetOneWin() throws Exception {
            Sha start = base();
            Merge one = merge("SHOP-1", start, candidate(start, commitOn(start)));
            Merge two = merge("SHOP-2", start, candidate(start, commitOn(start)));
            Forge second = forgeOf(target, otherMirror());
            List<Landing> answers = together(() -> settled(forge, one), () -> settled(second, two));
            Optional<Sha> tip = forge.tip("main");
            assertThat(answers)
                    .as("one landed")
                    .filteredOn(Landed.class::isInstance)
                    .hasSize(1);
            assertThat(tip).hasValue(answers.get(0) instanceof Landed ? one.sha() : two.sha());
            assertThat(List.of(forge.marker(one), forge.marker(two)))
                    .containsOnlyOnce(new LandedMarker());
        }

        /** As the driver: an error is no answer, so it looks again. */
        private Landing settled(Forge by, Merge merge) {
            try {
                return by.land(merge);
            } catch (dev.baton.model.TransientFailure unclear) {
                return by.land(merge);
            }
        }
    }
}
