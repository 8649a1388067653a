package dev.baton.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.git.GitWorld;
import dev.baton.model.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutFilesTest {
    private static final String FILE = ".baton/out/review.md";

    @TempDir
    Path root;

    private Path clone;
    private Path secret;

    @BeforeEach
    void clone_() throws IOException {
        clone = Files.createDirectories(root.resolve("clone"));
        Files.createDirectories(clone.resolve(".baton/out"));
        secret = root.resolve("secret");
        GitWorld.write(secret, "the server's token");
    }

    private Evidence.OutFile read() {
        return new OutFiles().read(clone, FILE);
    }

    private void refuses(String words) {
        assertThat(read().text()).isNull();
        assertThat(read().problem()).startsWith(FILE + ": expected").contains(words);
    }

    @Test
    void readsText() {
        GitWorld.write(clone.resolve(FILE), "verdict: approved é😀\n");
        assertThat(read()).isEqualTo(new Evidence.OutFile(FILE, "verdict: approved é😀\n", null));
    }

    @Test
    void readsAFileOfExactlyTheBoundAndNoneBeyond() {
        GitWorld.write(clone.resolve(FILE), "x".repeat(256 * 1024));
        assertThat(read().text()).hasSize(256 * 1024);
        GitWorld.write(clone.resolve(FILE), "x".repeat(256 * 1024 + 1));
        refuses("it is larger than 256 KiB (262145 bytes)");
    }

    @Test
    void tellsThatItIsMissing() {
        refuses("a file, found none");
    }

    @Test
    void tellsThatTheWholeCloneIsMissing() {
        clone = root.resolve("nowhere");
        refuses("a file, found none");
    }

    @Test
    void refusesALinkInItsPlace() throws IOException {
        Files.createSymbolicLink(clone.resolve(FILE), secret);
        refuses("it is a symbolic link");
    }

    @Test
    void refusesALinkOnTheWay() throws IOException {
        Files.delete(clone.resolve(".baton/out"));
        GitWorld.write(root.resolve("elsewhere/review.md"), "verdict: approved");
        Files.createSymbolicLink(clone.resolve(".baton/out"), root.resolve("elsewhere"));
        refuses("it lies behind out, which is a symbolic link");
    }

    @Test
    void refusesAHardLinkToAFileOfTheServer() throws IOException {
        Files.createLink(clone.resolve(FILE), secret);
        refuses("it has 2 names");
    }

    @Test
    void refusesAPipeWithoutWaitingForItsWriter() {
        new GitWorld(root).sh(clone, "mkfifo " + FILE);
        refuses("it is a pipe, socket or device");
    }

    @Test
    void refusesAFolderAndBytesThatAreNoText() throws IOException {
        Files.createDirectories(clone.resolve(FILE));
        refuses("it is a folder");
        Files.delete(clone.resolve(FILE));
        Files.write(clone.resolve(FILE), new byte[] {(byte) 0xff, 0, 1});
        refuses("it is not UTF-8 text");
    }

    @Test
    void refusesPathsThatLeadOut() {
        for (String path :
                new String[] {"../secret", "/etc/passwd", ".baton/../../secret", "a\0b"}) {
            assertThat(new OutFiles().read(clone, path).problem())
                    .contains("could lead out of the clone");
        }
    }
}
