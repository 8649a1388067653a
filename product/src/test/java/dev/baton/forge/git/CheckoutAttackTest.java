package dev.baton.forge.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.forge.Forge;
import dev.baton.git.GitWorld;
import dev.baton.model.Sha;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits that would take files from the operator's checkout which git does not track there. */
class CheckoutAttackTest {
    @TempDir
    Path root;

    private GitWorld world;
    private Path checkout;
    private Path work;
    private Forge forge;

    @BeforeEach
    void aCheckoutWithThingsOfItsOwn() throws IOException {
        root = root.toRealPath();
        world = new GitWorld(root);
        checkout = world.checkout("shop");
        world.commit(checkout, ".gitignore", ".env\n.venv\nlogs\n", "ignore");
        world.commit(checkout, "doc/a.md", "a\n", "a doc");
        GitWorld.write(checkout.resolve(".env"), "KEY=mine\n");
        GitWorld.write(checkout.resolve(".venv/bin/python"), "mine\n");
        GitWorld.write(checkout.resolve("doc/logs/today"), "mine\n");
        world.git(root, "clone", "-q", checkout.toString(), "work");
        work = root.resolve("work");
        world.git(root, "clone", "-q", "--bare", checkout.toString(), "mirror.git");
        forge = new GitForge(
                world.git(),
                new GitForgeSettings(
                        "SHOP", checkout.toString(), "file", root.resolve("mirror.git")),
                () -> UUID.randomUUID().toString());
    }

    /** The candidate of what an agent does. */
    private Forge.Merge after(String script) {
        Sha base = new Sha(world.head(checkout));
        GitWorld.Ended ended = world.sh(
                work,
                "set -e; git config user.name a; git config user.email a@localhost;"
                        + " git checkout -q -b task; " + script + "; git commit -qm work;"
                        + " git checkout -q main; git merge -q --no-ff -m merge task;"
                        + " git push -q ../mirror.git HEAD:refs/baton/candidate/1");
        assertThat(ended.exit()).as(ended.out()).isZero();
        Sha candidate = new Sha(world.head(work));
        return new Forge.Merge(new Forge.MergeKey("SHOP-1", 1, candidate), "main", base, candidate);
    }

    private void refused(Forge.Merge merge, String named) {
        Map<String, String> before = world.refs(checkout);
        assertThat(forge.land(merge))
                .isInstanceOfSatisfying(
                        Forge.Postponed.class,
                        later -> assertThat(later.why())
                                .isEqualTo(checkout + " has main checked out, and git would"
                                        + " overwrite or remove files there that it does not"
                                        + " track: " + named + ": move them away, or check out"
                                        + " another branch there"));
        assertThat(world.refs(checkout)).isEqualTo(before);
        assertThat(GitWorld.read(checkout.resolve(".env"))).isEqualTo("KEY=mine\n");
        assertThat(GitWorld.read(checkout.resolve(".venv/bin/python"))).isEqualTo("mine\n");
        assertThat(GitWorld.read(checkout.resolve("doc/logs/today"))).isEqualTo("mine\n");
    }

    @Test
    void anIgnoredFileIsNotOverwritten() {
        refused(after("echo evil >.env; git add -f .env"), ".env");
    }

    @Test
    void anIgnoredFolderDoesNotBecomeALink() {
        refused(after("ln -s /tmp .venv; git add -f .venv"), ".venv/bin/python");
    }

    @Test
    void anIgnoredFolderDoesNotBecomeAFile() {
        refused(after("echo x >.venv; git add -f .venv"), ".venv/bin/python");
    }

    @Test
    void aTrackedFolderWithIgnoredFilesInItDoesNotBecomeALink() {
        refused(after("git rm -rq doc; ln -s /tmp doc; git add doc"), "doc/logs/today");
    }

    @Test
    void anIgnoredFileDoesNotBecomeAFolder() {
        refused(after("mkdir .env; echo x >.env/x; git add -f .env"), ".env");
    }

    @Test
    void aRenameOntoAnIgnoredFileIsSeen() {
        refused(after("git mv -f doc/a.md .env"), ".env");
    }

    @Test
    void anIgnoredFileDoesNotBecomeASubmodule() {
        refused(
                after("git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),.env"),
                ".env");
    }

    @Test
    void aLinkedWorkTreeThatHasTheBaseIsLookedAt() {
        world.git(checkout, "checkout", "-q", "-b", "mine");
        world.git(checkout, "worktree", "add", "-q", root.resolve("linked").toString(), "main");
        GitWorld.write(root.resolve("linked/.env"), "KEY=linked\n");
        Forge.Merge merge = after("echo evil >.env; git add -f .env");
        assertThat(forge.land(merge)).isInstanceOf(Forge.Postponed.class);
        assertThat(GitWorld.read(root.resolve("linked/.env"))).isEqualTo("KEY=linked\n");
    }

    @Test
    void aBranchThatSomebodyLooksAtIsPushedByTheSameRule() {
        Forge.Merge merge = after(
                "echo x >x; git add x; git commit -qm x; echo evil >.env;" + " git add -f .env");
        Sha first = new Sha(world.git(work, "rev-parse", "task^"));
        Sha second = new Sha(world.git(work, "rev-parse", "task"));
        assertThat(forge.push("baton/SHOP-1", first, null)).isEqualTo(new Forge.Moved());
        world.git(checkout, "checkout", "-q", "baton/SHOP-1");
        assertThat(forge.push("baton/SHOP-1", second, first)).isInstanceOf(Forge.Postponed.class);
        assertThat(GitWorld.read(checkout.resolve(".env"))).isEqualTo("KEY=mine\n");
        assertThat(merge.base()).isEqualTo("main");
    }

    @Test
    void ofAnotherBranchNothingIsWrittenSoItLands() {
        Forge.Merge merge = after("echo evil >.env; git add -f .env");
        world.git(checkout, "checkout", "-q", "-b", "mine");
        assertThat(forge.land(merge)).isEqualTo(new Forge.Landed());
        assertThat(GitWorld.read(checkout.resolve(".env"))).isEqualTo("KEY=mine\n");
    }

    @Test
    void whatOnlyTracksFilesLandsAndLeavesTheOthersAlone() {
        Forge.Merge merge = after("git rm -q doc/a.md; mkdir new; echo x >new/x; git add new");
        assertThat(forge.land(merge)).isEqualTo(new Forge.Landed());
        assertThat(checkout.resolve("new/x")).exists();
        assertThat(GitWorld.read(checkout.resolve("doc/logs/today"))).isEqualTo("mine\n");
    }

    @Test
    void aTrackedFileMayBecomeAFolderAndAFolderAFile() {
        Forge.Merge merge =
                after("git rm -q README; mkdir README; echo x >README/x; git add README");
        assertThat(forge.land(merge)).isEqualTo(new Forge.Landed());
        assertThat(checkout.resolve("README/x")).exists();
    }

    @Test
    void whoseFilesWereMovedAwayItLandsWithoutAnotherWord() throws IOException {
        Forge.Merge merge = after("echo theirs >.env; git add -f .env");
        assertThat(forge.land(merge)).isInstanceOf(Forge.Postponed.class);
        Files.move(checkout.resolve(".env"), root.resolve("kept"));
        assertThat(forge.land(merge)).isEqualTo(new Forge.Landed());
        assertThat(GitWorld.read(checkout.resolve(".env"))).isEqualTo("theirs\n");
        assertThat(forge.land(merge)).as("again").isEqualTo(new Forge.Landed());
    }
}
