package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.store.jdbc.Stranger;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real launcher where the ground gives way: its database, its machine, a run's folder. */
@Tag("slow")
class BadGroundTest {
    /**
     * Twice as long as a write waits for the lock and some more. The lock of 30 s that an operator
     * may meet is the same over again: {@code -Dbaton.locked.seconds=30}.
     */
    private static final long LOCKED_SECONDS = Long.getLong("baton.locked.seconds", 12);

    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder);
        site.agent("dev.sh", """
                echo "$$ $PPID" > pids.tmp && mv pids.tmp %1$s/pids.$BATON_RUN
                echo "$BATON_RUN" >> %1$s/runs
                while [ ! -e %1$s/go ]; do sleep 0.1; done
                echo "$BATON_TASK" > $BATON_TASK.txt
                """.formatted(folder));
        site.write(
                "baton.yaml",
                site.read("baton.yaml").replace("[./dev.sh],", "[./dev.sh], attempts: 1,") + """
                        reaper: {interval: 500ms}
                        """);
    }

    @AfterEach
    void clean() throws IOException {
        site.close();
    }

    /** Agent and supervisor of the first attempt, as words of a shell. */
    private String running(String title) throws IOException {
        site.add(title);
        Site.await(() -> !site.read("pids.shop-1-v1-developer-1").isEmpty());
        return site.read("pids.shop-1-v1-developer-1").strip();
    }

    private void assertMergedOnce() throws IOException {
        assertThat(site.sh("git -C shop.git rev-list --count --merges main")).isEqualTo("1");
        assertThat(site.sh("git -C shop.git for-each-ref refs/baton/merge | wc -l"))
                .isEqualTo("1");
        assertThat(site.sh("git -C shop.git show main:SHOP-1.txt")).isEqualTo("SHOP-1");
        assertThat(site.read("runs").lines()).doesNotHaveDuplicates();
    }

    /** The agent ends while nothing can be written; whoever asks is told, and nothing is lost. */
    @Test
    void aLockedDatabaseIsWaitedForAndSaid() throws IOException {
        site.up();
        running("Locked");
        try (Stranger stranger = Stranger.locking(folder.resolve("data/baton.db"))) {
            assertThat(stranger).isNotNull();
            long locked = System.nanoTime();
            site.write("go", "");
            Site.Outcome refused = site.baton("task", "add", "Not now");
            assertThat(refused.exit()).as(refused.output()).isEqualTo(1);
            assertThat(refused.output()).contains("may or may not be filed", "Next: ");
            // What can be read is still answered.
            assertThat(site.get("/api/v1/tasks/SHOP-1")).contains("\"status\":\"LIVE\"");
            long left = TimeUnit.SECONDS.toNanos(LOCKED_SECONDS) - (System.nanoTime() - locked);
            LockSupport.parkNanos(Math.max(0, left));
        }
        site.awaitStatus("SHOP-1", "DONE");
        assertMergedOnce();
        assertThat(site.read("up.log")).contains("found the file locked by another process");
        assertThat(site.get("/readyz")).contains("true");
        assertThat(site.read("runs").lines()).hasSize(1);
        assertThat(site.baton("task", "list").output()).doesNotContain("Not now");
    }

    /** Nothing of the old boot lives, whatever has its pid now, and nobody's attempt is charged. */
    @Test
    void aRebootOfTheHostIsNotChargedAndNobodyElseIsTakenForTheAgent()
            throws IOException, SQLException {
        Process first = site.up();
        String agent = running("Rebooted");
        first.destroyForcibly();
        Site.await(() -> !first.isAlive());
        // A reboot leaves no process, but a row and files that name one, of a boot that is over.
        site.sh("kill -9 " + agent);
        Process innocent = new ProcessBuilder("sleep", "600").start();
        try {
            site.sh("cd data/runs/shop-1-v1-developer-1 && printf 00000000-before > boot"
                    + " && printf '%s 1 00000000-before\\n' > identity".formatted(innocent.pid()));
            Path database = folder.resolve("data/baton.db");
            Stranger.execute(
                    database,
                    "update run set pid = " + innocent.pid()
                            + ", pid_start = 1, os_boot_id = '00000000-before'");
            Stranger.execute(database, "update incarnation set os_boot_id = '00000000-before'");
            site.write("go", "");

            site.up();
            site.awaitStatus("SHOP-1", "DONE");

            assertMergedOnce();
            assertThat(site.baton("task", "show", "SHOP-1").output())
                    .contains("shop-1-v1-developer-1 LOST_INFRA")
                    .contains("shop-1-v1-developer-2");
            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly();
        }
    }

    /** Nobody can tell any more how it ended: it is ended, lost, and a person decides. */
    @Test
    void aRunWhoseFolderIsDeletedIsEndedAndLost() throws IOException {
        site.up();
        String agent = running("Deleted");
        site.sh("rm -rf data/runs/shop-1-v1-developer-1");

        site.awaitStatus("SHOP-1", "PARKED");

        for (String pid : agent.split(" ", 2)) {
            assertThat(Site.alive(Long.parseLong(pid))).isFalse();
        }
        assertThat(site.baton("task", "show", "SHOP-1").output())
                .contains("shop-1-v1-developer-1 LOST");
        site.write("go", "");
        assertThat(site.baton("task", "retry", "SHOP-1").exit()).isZero();
        site.awaitStatus("SHOP-1", "DONE");
        assertMergedOnce();
    }
}
