package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCopyTest {
    @TempDir
    Path temp;

    private Path from;
    private Path to;

    @BeforeEach
    void aFolder() throws IOException, InterruptedException {
        from = Files.createDirectories(temp.resolve("from/clones/a"))
                .resolve("../..")
                .normalize();
        to = Files.createDirectories(temp.resolve("state")).resolve("shop-1");
        Files.writeString(from.resolve("baton.db"), "rows");
        Files.setPosixFilePermissions(
                from.resolve("baton.db"), PosixFilePermissions.fromString("rw-------"));
        Files.createSymbolicLink(from.resolve("clones/a/link"), Path.of("/etc/passwd"));
        Files.writeString(from.resolve("clones/a/kept"), "x");
        assertThat(new ProcessBuilder("mkfifo", from.resolve("clones/a/pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.setPosixFilePermissions(
                from.resolve("clones/a"), PosixFilePermissions.fromString("r-xr-xr-x"));
    }

    @Test
    void isWholeWithLinksAndModesAndWithoutPipesAndThenTheOnlyOne() throws IOException {
        List<Path> claimed = new ArrayList<>();
        new FolderCopy(from, to).make(claimed::add);

        assertThat(claimed).containsExactly(temp.resolve("state/shop-1.moving"));
        assertThat(from).as("until it is finished").exists();
        assertThat(FolderCopy.of(from, to)).isTrue();
        assertThat(Files.readString(to.resolve("baton.db"))).isEqualTo("rows");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(to.resolve("baton.db"))))
                .isEqualTo("rw-------");
        assertThat(Files.readSymbolicLink(to.resolve("clones/a/link")))
                .isEqualTo(Path.of("/etc/passwd"));
        assertThat(to.resolve("clones/a/pipe")).doesNotExist();

        FolderCopy.finish(from, to);

        assertThat(from).doesNotExist();
        assertThat(to.resolve("moved-from")).doesNotExist();
        FolderCopy.finish(from, to);
        assertThat(to.resolve("baton.db")).exists();
    }

    @Test
    void oneThatDiedInTheMiddleIsBegunAgain() throws IOException {
        Path half = Files.createDirectories(temp.resolve("state/shop-1.moving/clones"));
        Files.writeString(half.resolve("old"), "half");

        new FolderCopy(from, to).make(copy -> {});

        assertThat(to.resolve("clones/old")).doesNotExist();
        assertThat(to.resolve("clones/a/kept")).exists();
    }

    @Test
    void whatIsNoCopyOfItDoesNotLetItBeDeleted() throws IOException {
        Files.createDirectories(to);
        Files.writeString(to.resolve("moved-from"), temp.resolve("another") + "\n");

        FolderCopy.finish(from, to);

        assertThat(from.resolve("baton.db")).exists();
    }
}
