package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real launcher, server, agents and git, and {@code kill -9}. */
@Tag("slow")
class RecoveryTest {
    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder);
    }

    @AfterEach
    void clean() throws IOException {
        site.close();
    }

    @Test
    void adoptsTheAgentThatOutlivedTheServer() throws IOException {
        site.agent("dev.sh", """
                echo "$$" >> %1$s/pids
                echo before
                while [ ! -e %1$s/go ]; do sleep 0.1; done
                echo after
                echo two >> a.txt
                """.formatted(folder));
        Process first = site.up();
        assertThat(site.baton("task", "add", "Outlive the server").exit()).isZero();
        Site.await(() -> !site.read("pids").isEmpty());
        long agent = Long.parseLong(site.read("pids").strip());

        first.destroyForcibly();
        Site.await(() -> !first.isAlive());
        assertThat(Site.alive(agent)).isTrue();

        site.up();
        assertThat(Site.alive(agent)).isTrue();
        site.write("go", "");
        site.awaitStatus("SHOP-1", "DONE");

        assertThat(site.read("pids").strip()).isEqualTo(Long.toString(agent));
        assertThat(site.sh("cat data/runs/shop-1-v1-developer-1/log*"))
                .contains("before")
                .contains("after");
        assertThat(site.sh("git -C shop.git rev-list --count --merges main")).isEqualTo("1");
        assertThat(site.sh("git -C shop.git show main:a.txt")).isEqualTo("one\ntwo");
        assertThat(site.get("/api/v1/tasks/SHOP-1")).contains("\"visit\":4");
    }

    @Test
    void takesTheResultOfAnAgentThatEndedWhileNobodyWatched() throws IOException {
        site.agent("dev.sh", """
                echo "$$" >> %1$s/pids
                while [ ! -e %1$s/go ]; do sleep 0.1; done
                echo two >> a.txt
                """.formatted(folder));
        Process first = site.up();
        site.add("End alone");
        Site.await(() -> !site.read("pids").isEmpty());
        first.destroyForcibly();
        site.write("go", "");
        Site.await(() ->
                folder.resolve("data/runs/shop-1-v1-developer-1/exit").toFile().exists());
        site.up();
        site.awaitStatus("SHOP-1", "DONE");
        assertThat(site.read("pids").lines()).hasSize(1);
        // The first round of the cleanup comes with a start.
        site.awaitStatus("SHOP-1", "DONE");
        site.restart();
        Site.await(() -> site.sh("ls data/checkouts").isEmpty());
    }

    @Test
    void aSecondServerOnTheDataFolderIsRefused() throws IOException {
        Process first = site.up();
        Site.Outcome second = site.baton("up");
        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.output().strip())
                .endsWith("baton: data folder " + folder.resolve("data")
                        + ": expected no other server on it, found one (pid " + first.pid()
                        + "). Next: stop it, or use another server.data");
        assertThat(site.get("/readyz")).contains("true");
    }
}
