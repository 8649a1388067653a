package dev.baton.forge.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.forge.Forge;
import dev.baton.forge.ForgeContract;
import dev.baton.git.GitWorld;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Sha;
import dev.baton.model.TransientFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GitForgeTest extends ForgeContract {
    @Override
    protected Path makeTarget() {
        return world.bare("shop.git");
    }

    @Override
    protected Forge forgeOf(Path repository, Path ofMirror) {
        return new GitForge(
                world.git(),
                new GitForgeSettings("SHOP", repository.toString(), "file", ofMirror),
                () -> UUID.randomUUID().toString());
    }

    private void hook(Path repository, String name, String body) {
        try {
            Path hook = repository.resolve("hooks/" + name);
            GitWorld.write(hook, "#!/bin/sh\n" + body + "\n");
            Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException cause) {
            throw new AssertionError(cause);
        }
    }

    @Nested
    class InARepository {
        @Test
        void theMarkerIsTheCandidateUnderTaskVisitAndCandidate() {
            Forge.Merge merge = merge("SHOP-1", base(), candidate(base(), commitOn(base())));
            forge.land(merge);
            assertThat(refs())
                    .containsEntry(
                            "refs/baton/merge/SHOP-1/3/" + merge.sha(),
                            merge.sha().value());
        }

        @Test
        void aChangeRequestIsACommitWhoseMessageIsTheRecord() {
            Sha head = commitOn(base());
            forge.push("baton/SHOP-1", head, null);
            forge.open(new Forge.Proposal(
                    "SHOP-1/2",
                    "SHOP-1",
                    "baton/SHOP-1",
                    "main",
                    head,
                    "Greet\nBaton-State: closed"));
            assertThat(world.git(target, "log", "-1", "--format=%B", "refs/baton/change/1"))
                    .isEqualTo("""
                    Greet Baton-State: closed

                    Baton-State: open
                    Baton-Task: SHOP-1
                    Baton-Branch: baton/SHOP-1
                    Baton-Base: main
                    Baton-Head: %s
                    Baton-Key: SHOP-1/2""".formatted(head));
            assertThat(world.git(target, "rev-parse", "refs/baton/change/1^"))
                    .isEqualTo(head.value());
        }

        @Test
        void aCandidateOfAnotherParentIsABrokenInvariant() {
            Sha start = base();
            Forge.Merge merge = merge("SHOP-1", commitOn(start), candidate(start, commitOn(start)));
            assertThatThrownBy(() -> forge.land(merge))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(
                            "expected first parent " + merge.baseSha() + ", found " + start);
        }

        @Test
        void aMarkerThatNobodyUnderstandsIsForAPerson() {
            Sha start = base();
            Forge.Merge merge = merge("SHOP-1", start, candidate(start, commitOn(start)));
            world.git(
                    target,
                    "update-ref",
                    "refs/baton/merge/SHOP-1/3/" + merge.sha(),
                    start.value());
            assertThatThrownBy(() -> forge.marker(merge))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessageContaining("expected the candidate or a tombstone, found " + start);
        }

        @Test
        void aRefusalByTheRepositorysOwnHookIsPermanent() {
            hook(target, "pre-receive", "echo 'no merges today'; exit 1");
            Forge.Merge merge = merge("SHOP-1", base(), candidate(base(), commitOn(base())));
            Map<String, String> before = refs();
            assertThatThrownBy(() -> forge.land(merge))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessageContaining("no merges today");
            assertThatThrownBy(() -> forge.push("baton/SHOP-1", merge.sha(), null))
                    .isInstanceOf(PermanentFailure.class);
            assertThat(refs()).isEqualTo(before);
        }

        @Test
        void aRepositoryThatIsGoneIsNoAnswer() throws IOException {
            Forge.Merge merge = merge("SHOP-1", base(), candidate(base(), commitOn(base())));
            Files.move(target, root.resolve("away.git"));
            assertThatThrownBy(() -> forge.tip("main")).isInstanceOf(TransientFailure.class);
            assertThatThrownBy(() -> forge.marker(merge)).isInstanceOf(TransientFailure.class);
            assertThatThrownBy(() -> forge.land(merge)).isInstanceOf(TransientFailure.class);
            assertThatThrownBy(() -> forge.bury(merge, "x")).isInstanceOf(TransientFailure.class);
        }

        @Test
        void aReplyThatGetsLostIsFoundAtTheMarker() {
            // The pusher dies after the refs moved, before it hears so.
            hook(target, "post-receive", "kill -9 $(ps -o ppid= -p $PPID) $PPID");
            Forge.Merge merge = merge("SHOP-1", base(), candidate(base(), commitOn(base())));
            try {
                forge.land(merge);
            } catch (TransientFailure lost) {
                assertThat(lost).hasMessageContaining("git push");
            }
            assertThat(forge.marker(merge)).isEqualTo(new Forge.LandedMarker());
            assertThat(forge.tip("main")).hasValue(merge.sha());
        }
    }

    @Nested
    class InACheckout {
        private Path checkout = root;
        private Forge there = forge;

        private Forge.Merge prepare() {
            checkout = world.checkout("checkout");
            mirror = root.resolve("checkout-mirror.git");
            world.git(root, "clone", "-q", "--bare", checkout.toString(), mirror.toString());
            there = forgeOf(checkout, mirror);
            forge = there;
            return merge("SHOP-1", base(), candidate(base(), commitOn(base())));
        }

        @Test
        void thatIsCleanFilesAreUpdatedWithTheBase() {
            Forge.Merge merge = prepare();
            assertThat(there.land(merge)).isEqualTo(new Forge.Landed());
            assertThat(world.head(checkout)).isEqualTo(merge.sha().value());
            assertThat(world.git(checkout, "status", "--porcelain")).isEmpty();
            assertThat(checkout.resolve("file-1")).exists();
            assertThat(world.git(
                            checkout,
                            "config",
                            "--get",
                            "--default",
                            "",
                            "receive.denyCurrentBranch"))
                    .as("nothing is configured there")
                    .isEmpty();
        }

        @Test
        void thatIsDirtyNothingMovesAndItIsLater() {
            Forge.Merge merge = prepare();
            GitWorld.write(checkout.resolve("README"), "my own work\n");
            Map<String, String> before = world.refs(checkout);
            assertThat(there.land(merge))
                    .isInstanceOfSatisfying(
                            Forge.Postponed.class,
                            later -> assertThat(later.why())
                                    .isEqualTo(checkout
                                            + " has main checked out and has "
                                            + "uncommitted changes: commit or "
                                            + "stash them"));
            assertThat(world.refs(checkout)).isEqualTo(before);
            assertThat(there.marker(merge)).isEqualTo(new Forge.NoMarker());
            assertThat(GitWorld.read(checkout.resolve("README"))).isEqualTo("my own work\n");

            world.git(checkout, "checkout", "-q", "README");
            assertThat(there.land(merge)).as("once it is clean").isEqualTo(new Forge.Landed());
        }

        @Test
        void withAFileInTheWayNothingMovesAndItIsLater() {
            Forge.Merge merge = prepare();
            GitWorld.write(checkout.resolve("file-1"), "untracked, and mine\n");
            Map<String, String> before = world.refs(checkout);
            assertThat(there.land(merge)).isInstanceOf(Forge.Postponed.class);
            assertThat(world.refs(checkout)).isEqualTo(before);
            assertThat(GitWorld.read(checkout.resolve("file-1")))
                    .isEqualTo("untracked, and mine\n");
        }

        @Test
        void ofAnotherBranchTheBaseMovesAndFilesStay() {
            Forge.Merge merge = prepare();
            world.git(checkout, "checkout", "-q", "-b", "mine");
            GitWorld.write(checkout.resolve("README"), "my own work\n");
            assertThat(there.land(merge)).isEqualTo(new Forge.Landed());
            assertThat(GitWorld.read(checkout.resolve("README"))).isEqualTo("my own work\n");
        }
    }
}
