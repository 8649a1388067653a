package dev.baton.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.git.GitWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody planted in a mirror is gone before git reads it. */
class MirrorAttackTest {
    @TempDir
    Path root;

    private WorkspaceWorld ws;
    private Path mirror;
    private String config = "";

    @BeforeEach
    void aMirror() throws IOException {
        ws = new WorkspaceWorld(root);
        mirror = ws.mirror().directory();
        config = Files.readString(mirror.resolve("config"));
    }

    @Test
    void itsConfigurationIsTheOneThatGitWouldHaveWritten() {
        Path plain = ws.world.empty("plain");
        for (String pair : new String[] {
            "core.bare=true",
            "core.logAllRefUpdates=always",
            "core.hooksPath=/dev/null",
            "uploadpack.allowAnySHA1InWant=true",
            "gc.auto=0",
            "receive.denyCurrentBranch=refuse"
        }) {
            String[] parts = pair.split("=", 2);
            ws.world.git(plain, "config", parts[0], parts[1]);
            assertThat(ws.world.git(
                            root,
                            "config",
                            "--file",
                            mirror.resolve("config").toString(),
                            parts[0]))
                    .isEqualTo(parts[1]);
        }
        assertThat(ws.mirror().fetchBase().value()).isEqualTo(ws.world.head(ws.repository));
    }

    @Test
    void anotherConfigurationIsReplacedBeforeTheNextUse() throws IOException {
        Files.writeString(
                mirror.resolve("config"),
                config + "[merge \"x\"]\n\tdriver = touch " + root + "/escaped\n");
        ws.mirror();
        assertThat(Files.readString(mirror.resolve("config"))).isEqualTo(config);
    }

    @Test
    void aLinkInItsPlaceIsReplacedAndNotFollowed() throws IOException {
        Path theirs = Files.writeString(root.resolve("theirs"), config);
        Files.delete(mirror.resolve("config"));
        Files.createSymbolicLink(mirror.resolve("config"), theirs);
        ws.mirror();
        assertThat(Files.isSymbolicLink(mirror.resolve("config"))).isFalse();
        assertThat(Files.readString(theirs)).isEqualTo(config);
    }

    @Test
    void attributesGraftsHooksAndForeignObjectsAreTakenAway() throws IOException {
        for (String name : new String[] {
            "info/attributes",
            "info/grafts",
            "info/exclude",
            "hooks/post-update",
            "objects/info/alternates",
            "objects/info/http-alternates",
            "config.worktree",
            "commondir"
        }) {
            GitWorld.write(mirror.resolve(name), "x\n");
        }
        ws.mirror();
        for (String name : new String[] {
            "info/attributes",
            "info/grafts",
            "info/exclude",
            "hooks",
            "objects/info/alternates",
            "objects/info/http-alternates",
            "config.worktree",
            "commondir"
        }) {
            assertThat(Files.exists(mirror.resolve(name), LinkOption.NOFOLLOW_LINKS))
                    .as(name)
                    .isFalse();
        }
    }
}
