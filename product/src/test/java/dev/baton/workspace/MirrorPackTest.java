package dev.baton.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Sha;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror that was fetched into often. */
class MirrorPackTest {
    private static final int FETCHES = 10;

    @TempDir
    Path root;

    private WorkspaceWorld ws;

    @BeforeEach
    void aMirror() {
        ws = new WorkspaceWorld(root);
    }

    private long looseObjects(Mirror mirror) throws IOException {
        Path objects = mirror.directory().resolve("objects");
        try (var files = Files.walk(objects)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            objects.relativize(file).getName(0).toString().length() == 2)
                    .count();
        }
    }

    /** The first time packs them, the second removes what is packed: so git does it. */
    @Test
    void isPackedAndLosesNothing() throws IOException {
        Mirror mirror = ws.mirror();
        List<Sha> fetched = new ArrayList<>();
        for (int i = 0; i < FETCHES; i++) {
            ws.world.git(
                    ws.repository,
                    "-c",
                    "user.name=t",
                    "-c",
                    "user.email=t@t",
                    "commit",
                    "-q",
                    "--allow-empty",
                    "-m",
                    "another " + i);
            fetched.add(mirror.fetchBase());
        }
        assertThat(looseObjects(mirror)).isGreaterThanOrEqualTo(FETCHES);

        mirror.pack();
        mirror.pack();

        assertThat(looseObjects(mirror)).isZero();
        assertThat(fetched).allMatch(mirror::has);
    }
}
