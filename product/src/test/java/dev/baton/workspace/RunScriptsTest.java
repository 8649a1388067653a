package dev.baton.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.git.GitWorld;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunScriptsTest {
    private static final String UNIT = "shop-1-v1-developer-2";

    @TempDir
    Path root;

    private WorkspaceWorld ws;
    private GitWorld world;
    private Task task;
    private Prepared prepared;
    private Path clone;

    @BeforeEach
    void clone_() {
        ws = new WorkspaceWorld(root);
        world = ws.world;
        task = WorkspaceWorld.task();
        // Twice: the second time the server takes nothing for granted any more.
        ws.prepare(task);
        prepared = ws.prepare(task);
        clone = prepared.folder();
    }

    private String git(String... arguments) {
        return world.git(clone, arguments);
    }

    private void assertInOrder() {
        assertThat(git("symbolic-ref", "HEAD")).isEqualTo("refs/heads/baton/SHOP-1");
        assertThat(world.head(clone)).isEqualTo(prepared.head().value());
        assertThat(git("status", "--porcelain")).isEmpty();
        assertThat(world.sh(clone, "readlink .baton/out").out().strip())
                .isEqualTo(ws.handovers.out(UNIT).toString());
        assertThat(ws.handovers.out(UNIT)).isEmptyDirectory();
        assertThat(GitWorld.read(clone.resolve(".baton/in/task.md")))
                .isEqualTo("Do it: Say hello\n");
    }

    @Nested
    class Before {
        @Test
        void theFirstRunFindsAnEmptyOutFolderAndItsPrompt() {
            ws.begin(task, prepared, UNIT);
            assertInOrder();
            assertThat(world.refs(clone)).hasSize(2);
        }

        /** Each is a state that an agent may leave behind, made by a shell line in the clone. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "echo x >README",
                    "echo x >new; git add new; rm README",
                    "git checkout -q --detach",
                    "git checkout -q -b elsewhere; echo x >f; git add f; git commit -qm there",
                    "git checkout -q --orphan nothing; git rm -rfq --cached .",
                    "mkdir -p .git/refs/heads/baton; touch .git/index.lock "
                            + ".git/HEAD.lock .git/refs/heads/baton/SHOP-1.lock "
                            + ".git/packed-refs.lock",
                    "echo broken >.git/index",
                    "git checkout -q -b a; echo a >README; git commit -qam a; git checkout -q "
                            + "baton/SHOP-1; echo b >README; git commit -qam b; git merge a || "
                            + "true",
                    "git checkout -q -b a; echo a >README; git commit -qam a; git checkout -q "
                            + "baton/SHOP-1; echo b >README; git commit -qam b; git rebase a || "
                            + "true",
                    "echo x >f; git add f; git commit -qm own; git reset -q --hard HEAD",
                    "git config core.bare true; git config core.worktree /; echo x >f",
                    "echo '*' >.git/info/exclude; echo x >hidden-by-exclude; git branch -m renamed",
                    "rm -rf .baton; ln -s /tmp .baton",
                    "echo x >.baton-not; mkdir -p .baton/out; echo stale >.baton/out/review.md",
                    "git branch -D main; git branch main/sub",
                    "printf 'x' >\"$(printf 'a\\nb')\"; printf x >'q\"uote'; printf x >-dash; "
                            + "printf x >é😀; printf x >':(top)'",
                })
        void everyStateIsBroughtInOrder(String agent) {
            ws.begin(task, prepared, "shop-1-v1-developer-1");
            assertThat(world.sh(clone, "set -e; " + agent).exit()).isZero();
            ws.begin(task, prepared, UNIT);
            assertInOrder();
        }

        @Test
        void whatWasUncommittedIsKept() {
            world.sh(
                    clone,
                    "echo changed >README; echo x >new; printf x >\"$(printf 'a\\nb')\"; mkdir "
                            + "-p .baton/out; echo x >.baton/out/f");
            ws.begin(task, prepared, UNIT);
            String kept = "refs/baton/kept/before-" + UNIT + "-tree";
            assertThat(git("diff", "-z", "--name-only", prepared.head().value(), kept)
                            .split("\0"))
                    .containsExactlyInAnyOrder("README", "new", "a\nb");
            assertThat(git("show", kept + ":README")).isEqualTo("changed");
            assertThat(git(
                                    "log",
                                    "-1",
                                    "--format=%an %ae %(trailers:key=Baton-Run,valueonly)",
                                    kept)
                            .strip())
                    .isEqualTo("Baton baton@localhost " + UNIT);
        }

        @Test
        void commitsThatNobodyCollectedAreKept() {
            String lost = world.commit(clone, "f", "x", "on the branch");
            git("checkout", "-q", "--detach", "main");
            String detached = world.commit(clone, "g", "x", "detached");
            ws.begin(task, prepared, UNIT);
            assertThat(world.refs(clone))
                    .containsEntry("refs/baton/kept/before-" + UNIT + "-branch", lost)
                    .containsEntry("refs/baton/kept/before-" + UNIT + "-head", detached);
            assertInOrder();
        }

        @Test
        void aRepositoryMadeInsideStaysWithItsWork() {
            world.sh(
                    clone,
                    "git init -q inner; echo x >inner/work; git init -q full; cd full; echo x "
                            + ">work; git add .; git -c user.name=a -c user.email=b commit -qm x");
            ws.begin(task, prepared, UNIT);
            assertThat(clone.resolve("inner/work")).exists();
            assertThat(clone.resolve("full/work")).exists();
            assertThat(world.refs(clone)).hasSize(2);
        }

        @Test
        void ignoredFilesStayForTheNextRunsSpeed() {
            world.sh(clone, "echo target/ >.gitignore; git add .gitignore; git commit -qm ignore");
            Sha head = new Sha(world.head(clone));
            GitWorld.write(clone.resolve("target/built"), "x");
            ws.begin(task, new Prepared(clone, prepared.baseSha(), head, false), UNIT);
            assertThat(clone.resolve("target/built")).exists();
        }

        @Test
        void newerCommitsOfTheBaseComeWithTheNextVisit() {
            String moved = world.commit(ws.repository, "other", "x", "moved on");
            Task next = WorkspaceWorld.task("SHOP-1", 2, prepared.head(), "Say hello");
            Prepared second = ws.prepare(next);
            clone = second.folder();
            ws.begin(next, second, UNIT);
            assertThat(second.fresh()).isTrue();
            assertThat(git("rev-parse", "main")).isEqualTo(moved);
            assertInOrder();
            git("merge", "-q", "main");
        }

        @Test
        void plantedHooksAndMonitorsDoNotRun() {
            String plant =
                    "for h in post-checkout reference-transaction pre-commit post-index-change; "
                            + "do mkdir -p .git/hooks; printf '#!/bin/sh\\ntouch "
                            + root
                            + "/ran-$0\\n' | sed \"s/\\$0/$h/\" >.git/hooks/$h; chmod +x "
                            + ".git/hooks/$h; done; git config core.fsmonitor 'touch "
                            + root + "/ran-fsmonitor'; git config core.hooksPath .git/hooks";
            assertThat(world.sh(clone, plant + "; echo x >README").exit()).isZero();
            ws.begin(task, prepared, UNIT);
            ws.end(task, WorkspaceWorld.DEVELOPMENT, prepared, UNIT);
            assertThat(root.toFile().list((folder, name) -> name.startsWith("ran-")))
                    .isEmpty();
        }

        @Test
        void whatOneAgentConfiguredIsGoneForTheNext() {
            world.sh(
                    clone,
                    "git config alias.st '!touch x'; git config core.sshCommand touch; mkdir -p "
                            + ".git/hooks .git/info; touch .git/hooks/pre-commit; echo '* "
                            + "filter=x' >.git/info/attributes; git replace HEAD $(git "
                            + "commit-tree -m x HEAD^{tree})");
            ws.begin(task, prepared, UNIT);
            assertThat(GitWorld.read(clone.resolve(".git/config"))).doesNotContain("alias", "ssh");
            assertThat(git("config", "user.email")).isEqualTo("baton@localhost");
            assertThat(clone.resolve(".git/hooks")).doesNotExist();
            assertThat(clone.resolve(".git/info/attributes")).doesNotExist();
            assertThat(world.refs(clone)).hasSize(2);
        }

        @Test
        void aCloneThatCannotBeBroughtInOrderSaysSo() throws IOException {
            Folders.delete(clone.resolve(".git"));
            Files.createSymbolicLink(clone.resolve(".git"), ws.repository.resolve(".git"));
            var before = world.refs(ws.repository);
            GitWorld.Ended ended = ws.prologue(task, prepared, UNIT);
            assertThat(ended.exit()).isEqualTo(RunScripts.PROLOGUE_FAILED);
            assertThat(ended.out())
                    .isEqualTo("baton: run " + UNIT + ": clone " + clone
                            + ": expected its .git as Baton made it, found something "
                            + "else in its place\n");
            assertThat(world.refs(ws.repository)).isEqualTo(before);
        }

        @Test
        void aHeadThatIsMissingSaysSo() {
            Sha nowhere = new Sha("1".repeat(40));
            GitWorld.Ended ended = ws.prologue(
                    task, new Prepared(clone, prepared.baseSha(), nowhere, false), UNIT);
            assertThat(ended.exit()).isEqualTo(RunScripts.PROLOGUE_FAILED);
            assertThat(ended.out()).contains("expected commit " + nowhere + ", found none");
        }

        @Test
        void textFromPeopleIsNeverPartOfTheScript() {
            Task shell = WorkspaceWorld.task(
                    "SHOP-1",
                    1,
                    null,
                    "$(touch " + root + "/ran)`touch " + root + "/ran`'; touch " + root
                            + "/ran; '");
            ws.begin(shell, prepared, UNIT);
            assertThat(root.resolve("ran")).doesNotExist();
        }
    }

    @Nested
    class After {
        @BeforeEach
        void begin() {
            ws.begin(task, prepared, UNIT);
        }

        @Test
        void leftoversOfAPushingStageAreCommittedWithTheUnit() {
            world.sh(
                    clone,
                    "echo x >README; echo x >-new; printf x >\"$(printf 'a\\nb')\"; rm .baton/out;"
                            + " mkdir .baton/out; echo v >.baton/out/review.md;"
                            + " git add -f .baton/out/review.md");
            ws.end(task, WorkspaceWorld.DEVELOPMENT, prepared, UNIT);
            assertThat(git("log", "--format=%an <%ae>%n%B", "-1"))
                    .isEqualTo("Baton <baton@localhost>\nCommit what the run left\n\nBaton-Run: "
                            + UNIT);
            assertThat(git("diff", "-z", "--name-only", prepared.head() + "..HEAD")
                            .split("\0"))
                    .containsExactlyInAnyOrder("README", "-new", "a\nb");
            assertThat(git("status", "--porcelain")).isEmpty();
            assertThat(clone.resolve(".baton/out/review.md")).exists();
        }

        @Test
        void nothingLeftIsNoCommit() {
            ws.end(task, WorkspaceWorld.DEVELOPMENT, prepared, UNIT);
            assertThat(world.head(clone)).isEqualTo(prepared.head().value());
            assertThat(world.refs(clone)).hasSize(2);
        }

        @Test
        void theAgentsOwnCommitsStayAsTheyAre() {
            String own = world.commit(clone, "f", "x", "own");
            ws.end(task, WorkspaceWorld.DEVELOPMENT, prepared, UNIT);
            assertThat(world.head(clone)).isEqualTo(own);
        }

        @Test
        void aConflictIsKeptAndNotCommitted() {
            world.sh(
                    clone,
                    "git checkout -q -b a; echo a >README; git commit -qam a; git checkout -q "
                            + "baton/SHOP-1; echo b >README; git commit -qam b; git merge a");
            String head = world.head(clone);
            ws.end(task, WorkspaceWorld.DEVELOPMENT, prepared, UNIT);
            assertThat(world.head(clone)).isEqualTo(head);
            assertThat(git("show", "refs/baton/kept/" + UNIT + ":README")).contains("<<<<<<<");
        }

        @Test
        void leftoversOnAnotherBranchAreKeptAndNotCommitted() {
            world.sh(clone, "git checkout -q --detach; echo x >README");
            ws.end(task, WorkspaceWorld.DEVELOPMENT, prepared, UNIT);
            assertThat(git("rev-parse", "baton/SHOP-1"))
                    .isEqualTo(prepared.head().value());
            assertThat(git("show", "refs/baton/kept/" + UNIT + ":README")).isEqualTo("x");
        }

        @Test
        void leftoversAreKeptWhereTheAgentHasToCommit() {
            world.sh(clone, "echo x >README");
            ws.end(task, WorkspaceWorld.DEVELOPMENT_AGENT_COMMITS, prepared, UNIT);
            assertThat(world.head(clone)).isEqualTo(prepared.head().value());
            assertThat(git("show", "refs/baton/kept/" + UNIT + ":README")).isEqualTo("x");
        }

        @Test
        void aStageThatDoesNotPushLeavesTheBranchWhereItWas() {
            String own = world.commit(clone, "f", "x", "a reviewer's commit");
            world.sh(clone, "echo x >README");
            ws.end(task, WorkspaceWorld.REVIEW, prepared, UNIT);
            assertThat(world.head(clone)).isEqualTo(prepared.head().value());
            assertThat(git("status", "--porcelain")).isEmpty();
            assertThat(git("rev-parse", "refs/baton/kept/" + UNIT + "^")).isEqualTo(own);
            assertThat(git("show", "refs/baton/kept/" + UNIT + ":README")).isEqualTo("x");
        }
    }
}
