package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds by people and by commands, with the real launcher, server and {@code kill -9}. */
@Tag("slow")
class MergeLeaseTest {
    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder);
        site.agent("dev.sh", "echo two >> a.txt\n");
        site.write("baton.yaml", site.read("baton.yaml") + "reaper: {interval: 200ms}\n");
    }

    @AfterEach
    void clean() throws IOException {
        site.close();
    }

    private String lease() {
        return site.get("/api/v1/merge-lease");
    }

    private String task() {
        return site.get("/api/v1/tasks/SHOP-1");
    }

    @Test
    void aFreezeKeepsAFinishedTaskFromLandingUntilItIsReleased() throws IOException {
        site.up();
        Site.Outcome held =
                site.baton("merge-lease", "hold", "--why", "release freeze", "--by", "anna");
        assertThat(held.exit()).as(held.output()).isZero();
        assertThat(held.output())
                .contains("merge queue of SHOP main is held by anna (hold 1): release freeze");
        site.add("Land");
        Site.await(
                () -> task().contains("the merge queue of main is held by anna: release freeze"));
        assertThat(site.sh("git -C shop.git rev-list --count --merges main")).isEqualTo("0");
        assertThat(site.baton("merge-lease", "list").output())
                .contains("hold 1", "release freeze", "head", "SHOP-1");

        Site.Outcome released = site.baton("merge-lease", "release");
        assertThat(released.output()).contains("hold 1 of SHOP main released; it was held by anna");
        site.awaitStatus("SHOP-1", "DONE");
        assertThat(site.sh("git -C shop.git rev-list --count --merges main")).isEqualTo("1");
        assertThat(site.baton("merge-lease", "release").exit()).isEqualTo(4);
    }

    @Test
    void aHoldEndsWithItsCommandWhoeverIsKilled() throws IOException {
        Process server = site.up();
        Process holding = site.start(
                "merge-lease", "hold", "--", "sh", "-c", "echo $$ > pid; exec sleep 600");
        Site.await(() -> !site.read("pid").isBlank());
        long command = Long.parseLong(site.read("pid").strip());
        assertThat(lease()).contains("\"pid\":" + command);

        // The command line dies: its command goes on, and so does the hold.
        holding.destroyForcibly();
        Site.await(() -> !holding.isAlive());
        site.add("Land");
        Site.await(() -> task().contains("the merge queue of main is held by"));
        assertThat(Site.alive(command)).isTrue();

        // So does the server, and the command after it: the next start finds out.
        server.destroyForcibly();
        Site.await(() -> !server.isAlive());
        site.sh("kill -9 " + command);
        site.up();
        Site.await(() -> lease().contains("\"holds\":[]"));
        site.awaitStatus("SHOP-1", "DONE");
        assertThat(site.sh("git -C shop.git rev-list --count --merges main")).isEqualTo("1");
    }

    @Test
    void theExitCodeIsThatOfTheCommandAndTheQueueIsFreeAfterwards() throws IOException {
        site.up();
        Site.Outcome ran = site.baton("merge-lease", "hold", "--", "sh", "-c", "echo done; exit 7");
        assertThat(ran.exit()).as(ran.output()).isEqualTo(7);
        assertThat(ran.output()).contains("done");
        assertThat(lease()).contains("\"holds\":[]");
        assertThat(List.of(site.baton("merge-lease", "hold").exit())).containsExactly(2);
    }
}
