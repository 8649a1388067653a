package dev.baton.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.git.GitWorld;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.model.TransientFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClonesTest {
    @TempDir
    Path root;

    private WorkspaceWorld ws;
    private GitWorld world;

    @BeforeEach
    void world() {
        ws = new WorkspaceWorld(root);
        world = ws.world;
    }

    @Test
    void areOnTheTasksBranchAtTheBaseWithBatonsName() {
        Prepared prepared = ws.prepare(WorkspaceWorld.task());
        Path clone = prepared.folder();
        assertThat(clone).isEqualTo(world.data().resolve("clones/SHOP-1/v1-developer"));
        assertThat(prepared.baseSha().value()).isEqualTo(world.head(ws.repository));
        assertThat(prepared.head()).isEqualTo(prepared.baseSha());
        assertThat(world.git(clone, "symbolic-ref", "HEAD")).isEqualTo("refs/heads/baton/SHOP-1");
        assertThat(world.git(clone, "config", "user.email")).isEqualTo("baton@localhost");
        assertThat(world.git(clone, "status", "--porcelain")).isEmpty();
        assertThat(GitWorld.read(clone.resolve("README"))).isEqualTo("hello\n");
        assertThat(world.git(clone, "rev-parse", "main"))
                .isEqualTo(prepared.baseSha().value());
    }

    @Test
    void shareNothingWithTheMirrorAndKnowNoRemote() throws IOException {
        Path clone = ws.prepare(WorkspaceWorld.task()).folder();
        assertThat(world.git(clone, "remote")).isEmpty();
        assertThat(clone.resolve(".git/objects/info/alternates")).doesNotExist();
        assertThat(clone.resolve(".git/hooks")).doesNotExist();
        assertThat(GitWorld.read(clone.resolve(".git/config")))
                .doesNotContain(world.data().toString());
        try (Stream<Path> files = Files.walk(clone.resolve(".git/objects"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file ->
                            assertThat(Files.getAttribute(file, "unix:nlink")).isEqualTo(1));
        }
    }

    @Test
    void hideBatonsFoldersFromGit() {
        Path clone = ws.prepare(WorkspaceWorld.task()).folder();
        GitWorld.write(clone.resolve(".baton/in/task.md"), "x");
        GitWorld.write(clone.resolve(".baton/out/review.md"), "x");
        GitWorld.write(clone.resolve(".baton/pipeline.yaml"), "x");
        assertThat(world.git(clone, "status", "--porcelain", "-uall"))
                .isEqualTo("?? .baton/pipeline.yaml");
    }

    @Test
    void preparedAgainStayAsTheAgentLeftThem() {
        Task task = WorkspaceWorld.task();
        Prepared first = ws.prepare(task);
        GitWorld.write(first.folder().resolve("work"), "an hour of it");
        assertThat(ws.prepare(task))
                .isEqualTo(new Prepared(first.folder(), first.baseSha(), first.head(), false));
        assertThat(first.folder().resolve("work")).exists();
    }

    @Test
    void keepTheirStartWhenTheBaseMovesOn() {
        Task task = WorkspaceWorld.task();
        Sha start = ws.prepare(task).baseSha();
        String moved = world.commit(ws.repository, "other", "x", "moved on");
        Task next = WorkspaceWorld.task("SHOP-1", 2, start, "t");
        Prepared second = ws.prepare(next);
        assertThat(second.baseSha()).isEqualTo(start);
        assertThat(second.head()).isEqualTo(start);
        assertThat(ws.mirror().ref("refs/heads/main")).hasValue(new Sha(moved));
    }

    @Test
    void areBuiltAsideSoThatACrashLeavesNoHalfOne() {
        GitWorld.write(world.data().resolve("clones/.new-SHOP-1-v1-developer/.git/HEAD"), "half");
        Prepared prepared = ws.prepare(WorkspaceWorld.task());
        assertThat(world.git(prepared.folder(), "status", "--porcelain")).isEmpty();
        assertThat(world.data().resolve("clones/.new-SHOP-1-v1-developer")).doesNotExist();
    }

    @Test
    void areMadeAnewAtTheHeadWhenTheFolderIsLost() {
        Task task = WorkspaceWorld.task();
        Prepared prepared = ws.prepare(task);
        String work = world.commit(prepared.folder(), "work", "x", "work");
        ws.take(task, "shop-1-v1-developer-1", true);
        Folders.delete(prepared.folder());

        Prepared anew = ws.prepare(WorkspaceWorld.task("SHOP-1", 1, new Sha(work), "t"));

        assertThat(anew.fresh()).isTrue();
        assertThat(world.head(anew.folder())).isEqualTo(work);
        assertThat(world.refs(anew.folder())).hasSize(2);
    }

    @Test
    void thatWereReplacedAreSetAsideWithAllThatIsInThem() throws IOException {
        Prepared prepared = ws.prepare(WorkspaceWorld.task());
        GitWorld.write(prepared.folder().resolve("work"), "an hour of it");
        Folders.delete(prepared.folder().resolve(".git"));
        Files.createSymbolicLink(prepared.folder().resolve(".git"), ws.repository.resolve(".git"));
        Map<String, String> before = world.refs(ws.repository);

        ws.prepare(WorkspaceWorld.task());

        assertThat(GitWorld.read(world.data().resolve("set-aside/SHOP-1-1/work")))
                .isEqualTo("an hour of it");
        assertThat(Files.isSymbolicLink(prepared.folder().resolve(".git"))).isFalse();
        assertThat(world.refs(ws.repository)).isEqualTo(before);
    }

    @Test
    void ofATaskWhoseHeadIsNowhereAreForAPerson() {
        Sha nowhere = new Sha("1".repeat(40));
        assertThatThrownBy(() -> ws.prepare(WorkspaceWorld.task("SHOP-1", 2, nowhere, "t")))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("task SHOP-1: expected its head " + nowhere)
                .hasMessageContaining("Next: ");
    }

    @Test
    void ofStrangeKeysStayInTheirFolder() {
        for (String key : new String[] {"../../x", "a b", "-rf", "é😀"}) {
            Task task = WorkspaceWorld.task(key, 1, null, "t");
            Path clones = world.data().resolve("clones");
            Path clone = WorkspaceWorld.name(task).under(clones).normalize();
            assertThat(clone).startsWithRaw(clones);
            assertThat(clones.relativize(clone).getNameCount()).isEqualTo(2);
        }
    }

    @Test
    void aLockThatAMachineLeftInTheMirrorWhenItWentDownIsTakenAway() {
        ws.mirror().fetchBase();
        Sha base = ws.mirror().ref("refs/heads/main").orElseThrow();
        Path lock = ws.mirror().directory().resolve("refs/baton/x.lock");
        GitWorld.write(lock, "");
        assertThatThrownBy(() -> ws.mirror().createRef("refs/baton/x", base, "why"))
                .as("it may be held")
                .isInstanceOf(TransientFailure.class);
        assertThat(lock).exists();

        world.sh(root, "touch -d '21 minutes ago' " + lock);

        assertThat(ws.mirror().createRef("refs/baton/x", base, "why")).isEqualTo(base);
    }

    @Test
    void mirrorsKeepAReflogOfEveryRef() {
        ws.prepare(WorkspaceWorld.task());
        assertThat(world.git(
                        ws.mirror().directory(), "reflog", "show", "refs/baton/task/SHOP-1/base"))
                .contains("baton: start of SHOP-1");
    }

    @Test
    void aRepositoryOfAnotherOwnerIsReadBecauseTheOperatorNamedIt() throws IOException {
        Path users = world.bare("users.git");
        assertThat(world.sh(root, "chown -R 65534:65534 " + users).exit()).isZero();
        assertThat(new WorkspaceWorld(world, users).mirror().fetchBase()).isNotNull();
    }

    @Test
    void checkoutsHoldOneCommitAndAreRemoved() throws IOException {
        Sha base = ws.prepare(WorkspaceWorld.task()).baseSha();
        Path checkout = ws.checkouts.prepare("SHOP", "shop-1-v1-tests-1", base);
        assertThat(ws.checkouts.prepare("SHOP", "shop-1-v1-tests-1", base)).isEqualTo(checkout);
        assertThat(world.head(checkout)).isEqualTo(base.value());
        assertThat(GitWorld.read(checkout.resolve("README"))).isEqualTo("hello\n");
        assertThat(world.git(checkout, "remote")).isEmpty();
        GitWorld.write(checkout.resolve("build/deep/file"), "x");
        Files.createSymbolicLink(checkout.resolve("build/out"), ws.repository);
        world.sh(checkout, "chmod 555 build/deep");

        ws.checkouts.remove("shop-1-v1-tests-1");
        ws.checkouts.remove("shop-1-v1-tests-1");

        assertThat(checkout).doesNotExist();
        assertThat(ws.repository.resolve("README")).exists();
    }
}
