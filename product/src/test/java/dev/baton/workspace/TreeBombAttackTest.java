package dev.baton.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.git.GitWorld;
import dev.baton.model.Task;
import dev.baton.workspace.CloneReader.Taken;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commits of a few KiB that unfold to more than a disk holds. */
@Timeout(120)
class TreeBombAttackTest {
    private static final String TREE = "t=$(for i in 1 2 3 4 5 6 7 8; do printf '%s\\t%s\\n"
            + "' \"$1\" \"$2$i\"; done | git mktree)";
    private static final String COMMIT = "; top=$( (git ls-tree HEAD;"
            + " printf '040000 tree %s\\tbomb\\n' $t) | git mktree);"
            + " c=$(git commit-tree $top -p HEAD -m 'small change'); git update-ref HEAD $c";

    @TempDir
    Path root;

    private WorkspaceWorld ws;
    private GitWorld world;
    private Task task;
    private Path clone;

    @BeforeEach
    void open() {
        ws = new WorkspaceWorld(root);
        world = ws.world;
        task = WorkspaceWorld.task();
        clone = ws.prepare(task).folder();
    }

    private Taken take() {
        return ws.take(task, "shop-1-v1-developer-1", true);
    }

    private void refused(String with) {
        Taken taken = take();
        assertThat(taken.head()).isEqualTo(taken.base());
        assertThat(taken.changedFiles()).isEmpty();
        assertThat(taken.remarks())
                .singleElement()
                .asString()
                .startsWith("nothing was taken from the clone: ")
                .contains(with);
    }

    private void levels(int levels, String leaf) {
        world.sh(
                clone,
                "level() { " + TREE + "; }; " + leaf + "; for l in $(seq " + levels
                        + "); do level \"040000 tree $t\" d; done" + COMMIT);
    }

    @Test
    void eightToTheTwentiethFilesAreCountedToTheBound() {
        levels(19, "level \"100644 blob $(echo x | git hash-object -w --stdin)\" f");

        refused("files and folders");
    }

    @Test
    void foldersThatHoldNothingButFoldersAreCountedToo() {
        levels(20, "t=$(git mktree </dev/null)");

        refused("files and folders");
    }

    @Test
    void bytesAreThoseThatWouldBeUnpacked() {
        levels(
                3,
                "b=$(head -c 20000000 /dev/zero | git hash-object -w --stdin);"
                        + " level \"100644 blob $b\" f");

        refused("bytes");
    }

    @Test
    void aPathThatNoFileSystemTakesIsRefused() {
        world.sh(
                clone,
                "t=$(printf '100644 blob %s\\tf\\n' $(echo x | git hash-object -w --stdin)"
                        + " | git mktree); for l in $(seq 300); do"
                        + " t=$(printf '040000 tree %s\\td\\n' $t | git mktree); done" + COMMIT);

        refused("folders deep");
    }

    @Test
    void whatAnHonestChangeAddsIsTaken() {
        world.sh(
                clone,
                "mkdir -p a/b && for i in $(seq 300); do echo $i >a/b/$i; done;"
                        + " git add . && git commit -qm many");

        Taken taken = take();

        assertThat(taken.remarks()).isEmpty();
        assertThat(taken.changedFiles()).hasSize(300);
    }

    @Test
    void folderUponFolderAmongTheObjectsIsRefused() {
        world.sh(
                clone,
                "mkdir -p .git/objects/$(printf 'd/%.0s' $(seq 900));"
                        + " echo x >x; git add x; git commit -qm x");

        assertThat(take().remarks()).singleElement().asString().contains("no ordinary file");
    }
}
