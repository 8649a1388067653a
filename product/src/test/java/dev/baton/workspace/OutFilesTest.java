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

    private static final CloneName NAME = new CloneName("SHOP-1", 1, "reviewer");
    private static final String UNIT = "shop-1-v1-reviewer-1";

    private HandoverFolder handovers;
    private Path out;
    private Path secret;

    @BeforeEach
    void out() {
        handovers = new HandoverFolder(root.resolve("handover"));
        out = handovers.out(UNIT);
        secret = root.resolve("secret");
        GitWorld.write(secret, "the server's token");
    }

    private Evidence.OutFile read() {
        return read(FILE);
    }

    private Evidence.OutFile read(String path) {
        return new OutFiles(handovers, WorkspaceSettings.in(root)).read(NAME, UNIT, path);
    }

    private void refuses(String words) {
        assertThat(read().text()).isNull();
        assertThat(read().problem()).startsWith(FILE + ": expected").contains(words);
    }

    @Test
    void readsText() {
        GitWorld.write(out.resolve("review.md"), "verdict: approved é😀\n");
        assertThat(read()).isEqualTo(new Evidence.OutFile(FILE, "verdict: approved é😀\n", null));
    }

    @Test
    void readsAFileOfExactlyTheBoundAndNoneBeyond() {
        GitWorld.write(out.resolve("review.md"), "x".repeat(256 * 1024));
        assertThat(read().text()).hasSize(256 * 1024);
        GitWorld.write(out.resolve("review.md"), "x".repeat(256 * 1024 + 1));
        refuses("it is larger than 256 KiB (262145 bytes)");
    }

    @Test
    void tellsThatItIsMissing() {
        refuses("a file, found none");
    }

    @Test
    void tellsThatTheWholeFolderIsMissing() {
        handovers.remove(UNIT);
        refuses("a file, found none");
    }

    @Test
    void refusesALinkInItsPlace() throws IOException {
        Files.createSymbolicLink(out.resolve("review.md"), secret);
        refuses("it is a symbolic link");
    }

    @Test
    void refusesALinkOnTheWay() throws IOException {
        GitWorld.write(root.resolve("elsewhere/review.md"), "verdict: approved");
        Files.createSymbolicLink(out.resolve("deep"), root.resolve("elsewhere"));
        assertThat(read(".baton/out/deep/review.md").problem())
                .contains("it lies behind deep, which is a symbolic link");
    }

    @Test
    void refusesALinkInPlaceOfTheFolder() throws IOException {
        GitWorld.write(root.resolve("elsewhere/review.md"), "verdict: approved");
        Files.delete(out);
        Files.createSymbolicLink(out, root.resolve("elsewhere"));
        refuses("a file, found none");
    }

    @Test
    void readsTheFolderThatTheSupervisorClosedAndNoneThatCameLater() throws IOException {
        GitWorld.write(out.resolve("review.md"), "said in time");
        Files.move(out, out.resolveSibling("out-closed"));
        GitWorld.write(handovers.out(UNIT).resolve("review.md"), "said later");
        assertThat(read().text()).isEqualTo("said in time");
    }

    @Test
    void readsNothingOfTheClone() {
        GitWorld.write(
                root.resolve("clones/SHOP-1/v1-reviewer/.baton/out/review.md"),
                "verdict: approved");
        refuses("a file, found none");
    }

    @Test
    void readsOfACloneOfATaskWhatARunOfAnOlderVersionLeftThere() {
        GitWorld.write(root.resolve("clones/SHOP-1/.git/HEAD"), "ref: refs/heads/x");
        GitWorld.write(root.resolve("clones/SHOP-1/.baton/out/review.md"), "verdict: approved");
        assertThat(read().text()).isEqualTo("verdict: approved");
    }

    @Test
    void refusesAHardLinkToAFileOfTheServer() throws IOException {
        Files.createLink(out.resolve("review.md"), secret);
        refuses("it has 2 names");
    }

    @Test
    void refusesAPipeWithoutWaitingForItsWriter() {
        new GitWorld(root).sh(out, "mkfifo review.md");
        refuses("it is a pipe, socket or device");
    }

    @Test
    void refusesAFolderAndBytesThatAreNoText() throws IOException {
        Files.createDirectories(out.resolve("review.md"));
        refuses("it is a folder");
        Files.delete(out.resolve("review.md"));
        Files.write(out.resolve("review.md"), new byte[] {(byte) 0xff, 0, 1});
        refuses("it is not UTF-8 text");
    }

    @Test
    void refusesPathsThatLeadOut() {
        for (String path :
                new String[] {".baton/out/../secret", ".baton/out//etc/p", ".baton/out/a\0b"}) {
            assertThat(read(path).problem()).contains("could lead out of the clone");
        }
        assertThat(read("../secret").problem()).contains("expected a path inside .baton/out/");
    }
}
