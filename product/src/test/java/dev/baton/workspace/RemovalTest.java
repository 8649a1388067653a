package dev.baton.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders as only somebody with bad intentions, or a broken build, leaves them. */
class RemovalTest {
    @TempDir
    Path root;

    private void sh(String command) throws IOException {
        Process process = new ProcessBuilder("/bin/bash", "-c", command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).isEmpty();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    /** Deeper than any path can name, so that it is made piece by piece and moved together. */
    private void deep(String top, int thousands) throws IOException {
        sh("thousand() { mkdir -p $(printf 'd/%.0s' {1..1000}); touch d/d/d/file; }; mkdir "
                + top + "; cd " + top + "; thousand; for i in $(seq 2 " + thousands
                + "); do mkdir n; cd n; thousand; cd ..; mv d n/$(printf 'd/%.0s' {1..1000});"
                + " mv n/d .; rmdir n; done");
    }

    @Test
    void depthCostsNeitherDescriptorsNorStack() throws Exception {
        deep("deep", 12);
        long before = descriptors();
        long[] most = {before};
        Thread watcher = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    most[0] = Math.max(most[0], descriptors());
                }
            } catch (IOException e) {
                most[0] = Long.MAX_VALUE;
            }
        });
        Folders.delete(root.resolve("deep"));
        watcher.interrupt();
        watcher.join();

        assertThat(root.resolve("deep")).doesNotExist();
        assertThat(most[0] - before).isLessThan(100);
    }

    @Test
    void whatIsClosedIsOpened() throws IOException {
        sh("mkdir -p top/a/b/c top/e && touch top/a/b/c/file top/e/file top/a/x"
                + " && chmod 000 top/a/b/c top/a/b && chmod 555 top/a && chmod 111 top/e"
                + " && chmod 555 top");

        Folders.delete(root.resolve("top"));

        assertThat(root.resolve("top")).doesNotExist();
    }

    @Test
    void linksAreRemovedAndNotFollowed() throws IOException {
        sh("mkdir -p theirs/sub top/a/b && echo theirs >theirs/sub/file && chmod 555 theirs/sub"
                + " && ln -s $PWD/theirs top/link && ln -s $PWD/theirs top/a/link"
                + " && ln -s $PWD/theirs/sub top/a/b/link && ln -s nowhere top/a/b/dangling");

        Folders.delete(root.resolve("top"));

        assertThat(root.resolve("top")).doesNotExist();
        assertThat(root.resolve("theirs/sub/file")).hasContent("theirs");
        assertThat(Files.isWritable(root.resolve("theirs/sub"))
                        && !System.getProperty("user.name").equals("root"))
                .isFalse();
    }

    @Test
    void namesThatAreTakenAreGoneAround() throws IOException {
        sh("mkdir -p top/.baton-removed-{0..5}/{0..3}/x top/zz/y/z && touch"
                + " top/.baton-removed-{6..9} top/.baton-removed-3/1/x/file && ln -s /etc"
                + " top/.baton-removed-10 && mkdir top/a && cp -r top/.baton* top/a/");

        Folders.delete(root.resolve("top"));

        assertThat(root.resolve("top")).doesNotExist();
    }

    @Test
    void aLinkInThePlaceOfTheFolderIsAllThatGoes() throws IOException {
        sh("mkdir theirs && touch theirs/file && ln -s theirs top && mkfifo pipe");

        Folders.delete(root.resolve("top"));
        Folders.delete(root.resolve("pipe"));
        Folders.delete(root.resolve("nothing"));
        Folders.delete(root.resolve("nothing/in/nothing"));

        assertThat(root.resolve("theirs/file")).exists();
        assertThat(root.resolve("pipe")).doesNotExist();
    }
}
