package dev.baton.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.git.GitWorld;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.workspace.CloneReader.Taken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloneReaderTest {
    private static final String UNIT = "shop-1-v1-developer-1";

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
        prepared = ws.prepare(task);
        clone = prepared.folder();
    }

    private Taken take() {
        return ws.take(task, UNIT, true);
    }

    private static Sha sha(String value) {
        return new Sha(value);
    }

    @Test
    void takesTheNewHeadOfTheTasksBranch() {
        world.commit(clone, "one", "x", "one");
        String head = world.commit(clone, "two", "x", "two");
        Taken taken = take();
        assertThat(taken)
                .isEqualTo(new Taken(
                        prepared.baseSha(),
                        prepared.baseSha(),
                        sha(head),
                        List.of("one", "two"),
                        List.of(),
                        List.of(),
                        null));
        assertThat(ws.mirror().ref("refs/baton/task/SHOP-1/head")).hasValue(sha(head));
    }

    @Test
    void takenTwiceGivesTheSame() {
        world.commit(clone, "one", "x", "one");
        Taken first = take();
        Map<String, String> refs = world.refs(ws.mirror().directory());
        assertThat(take()).isEqualTo(first);
        assertThat(world.refs(ws.mirror().directory())).isEqualTo(refs);
    }

    @Test
    void findsRefsThatGitPacked() {
        String head = world.commit(clone, "one", "x", "one");
        world.git(clone, "update-ref", "refs/baton/kept/" + UNIT, head);
        world.git(clone, "gc", "-q");
        assertThat(clone.resolve(".git/refs/heads/baton/SHOP-1")).doesNotExist();
        assertThat(take().head()).isEqualTo(sha(head));
        assertThat(ws.mirror().ref("refs/baton/task/SHOP-1/kept/" + UNIT + "/" + head))
                .isPresent();
    }

    @Test
    void countsFromTheStartOfTheVisitNotOfTheAttempt() {
        String first = world.commit(clone, "one", "x", "first attempt");
        take();
        task = WorkspaceWorld.task("SHOP-1", 1, sha(first), "t");
        ws.prepare(task);
        Taken taken = ws.take(task, "shop-1-v1-developer-2", true);
        assertThat(taken.visitStart()).isEqualTo(prepared.baseSha());
        assertThat(taken.changedFiles()).containsExactly("one");
    }

    @Test
    void leavesTheHeadAloneInAStageThatDoesNotPush() {
        world.commit(clone, "one", "x", "a reviewer's");
        Taken taken = ws.take(task, UNIT, false);
        assertThat(taken.head()).isEqualTo(prepared.head());
        assertThat(taken.changedFiles()).isEmpty();
    }

    @Test
    void onlyTheTasksBranchCountsWhereverHeadIs() {
        String head = world.commit(clone, "one", "x", "one");
        world.git(clone, "checkout", "-q", "-b", "elsewhere");
        world.commit(clone, "two", "x", "two");
        Taken taken = take();
        assertThat(taken.head()).isEqualTo(sha(head));
        assertThat(taken.remarks())
                .containsExactly("the run ended on branch elsewhere; only "
                        + "what is on baton/SHOP-1 counts");
        world.git(clone, "checkout", "-q", "--detach");
        assertThat(take().remarks())
                .containsExactly(
                        "the run ended on no branch; only what is " + "on baton/SHOP-1 counts");
    }

    @Test
    void rewrittenHistoryCountsAndTheOldHeadIsKept() {
        String old = world.commit(clone, "one", "x", "one");
        take();
        task = WorkspaceWorld.task("SHOP-1", 1, sha(old), "t");
        world.git(clone, "commit", "-q", "--amend", "-m", "better");
        String head = world.head(clone);
        Taken taken = ws.take(task, "shop-1-v1-developer-2", true);
        assertThat(taken.head()).isEqualTo(sha(head));
        assertThat(taken.remarks())
                .containsExactly("history was rewritten: " + head + " does not contain " + old
                        + ", which is kept");
        assertThat(ws.mirror()
                        .ref("refs/baton/task/SHOP-1/kept/before-shop-1-v1-developer-2/" + old))
                .hasValue(sha(old));
    }

    @Test
    void aBranchThatDoesNotContainItsStartIsNotTaken() {
        world.git(clone, "checkout", "-q", "--orphan", "o");
        String orphan = world.commit(clone, "one", "x", "orphan");
        world.git(clone, "branch", "-q", "-f", "baton/SHOP-1", orphan);
        world.git(clone, "checkout", "-q", "baton/SHOP-1");
        Taken taken = take();
        assertThat(taken.head()).isEqualTo(prepared.head());
        assertThat(taken.remarks())
                .singleElement()
                .asString()
                .contains("the branch was moved " + "to " + orphan + ", which does not contain "
                        + prepared.baseSha());
        assertThat(ws.mirror().ref("refs/baton/task/SHOP-1/taken/" + UNIT))
                .as("held for a " + "person")
                .hasValue(sha(orphan));
    }

    @Test
    void aBranchThatIsGoneLeavesTheHead() {
        world.git(clone, "checkout", "-q", "--detach");
        world.git(clone, "branch", "-q", "-D", "baton/SHOP-1");
        Taken taken = take();
        assertThat(taken.head()).isEqualTo(prepared.head());
        assertThat(taken.remarks()).contains("the branch baton/SHOP-1 is gone from the clone");
    }

    @Test
    void whatTheEpilogueKeptIsNamed() {
        ws.begin(task, prepared, UNIT);
        world.sh(clone, "echo x >README; printf x >\"$(printf 'a\\nb')\"");
        ws.end(task, WorkspaceWorld.DEVELOPMENT_AGENT_COMMITS, prepared, UNIT);
        assertThat(take().uncommitted()).containsExactly("README", "a\nb");
    }

    @Test
    void namesAtMost500ChangedFilesWhateverTheirNames() {
        world.sh(
                clone,
                "i=0; while [ $i -lt 510 ]; do echo >f$i; i=$((i+1)); done; printf x "
                        + ">\"$(printf 'a\\nb')\"; printf x >'\"q'; printf x >-d; printf x >😀; "
                        + "git add "
                        + "-A; git commit -qm many");
        Taken taken = take();
        assertThat(taken.changedFiles()).hasSize(500).contains("a\nb", "\"q", "-d");
    }

    @Test
    void anObjectThatFailsTheCheckIsNotTakenAndTheCloneIsSetAside() throws IOException {
        // A tree with an entry named .git, as git itself refuses to make.
        Files.write(clone.resolve("evil"), evilTree());
        String script = "git update-ref refs/heads/baton/SHOP-1 $(git commit-tree -p HEAD -m evil"
                + " $(git hash-object -w -t tree --literally evil))";
        assertThat(world.sh(clone, script).exit()).isZero();
        Taken taken = take();
        assertThat(taken.head()).isEqualTo(prepared.head());
        assertThat(taken.remarks())
                .singleElement()
                .asString()
                .startsWith(
                        "nothing was taken " + "from the clone: its objects could not be read: ");
        assertThat(clone).doesNotExist();
        assertThat(world.data().resolve("set-aside/SHOP-1-1/README")).exists();
    }

    private byte[] evilTree() throws IOException {
        ByteArrayOutputStream tree = new ByteArrayOutputStream();
        tree.write("100644 .git\0".getBytes(StandardCharsets.US_ASCII));
        tree.write(HexFormat.of().parseHex(world.git(clone, "rev-parse", "HEAD:README")));
        return tree.toByteArray();
    }

    @Test
    void missingObjectsAreEvidenceNotAnEndlessRetry() {
        world.commit(clone, "one", "x", "one");
        world.sh(clone, "rm -f .git/objects/$(git rev-parse HEAD:one | sed 's|..|&/|')");
        Taken taken = take();
        assertThat(taken.head()).isEqualTo(prepared.head());
        assertThat(taken.remarks())
                .singleElement()
                .asString()
                .startsWith("nothing was taken " + "from the clone: ");
    }

    @Test
    void aCloneThatIsGoneIsEvidence() {
        Folders.delete(clone);
        assertThat(take().remarks())
                .containsExactly("nothing was taken from the clone: it is " + "gone");
    }

    @Test
    void tooMuchIsNotTaken() {
        WorkspaceSettings tight = new WorkspaceSettings(world.data(), 1000, 1000);
        world.sh(clone, "head -c 20000 /dev/urandom >big; git add big; git commit -qm big");
        Taken taken = new CloneReader(ws.mirrors, tight)
                .take(task, WorkspaceWorld.name(task), UNIT, true);
        assertThat(taken.remarks())
                .singleElement()
                .asString()
                .contains("its objects are more " + "than");
    }
}
