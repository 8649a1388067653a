package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real agents and their supervisors, killed and stopped under a real server. */
@Tag("slow")
class KilledRunsTest {
    /** The first attempt waits for what comes; the second does its work. */
    private static final String AGENT = """
            if [ "$BATON_ATTEMPT" = 1 ]; then
              echo "$$ $PPID" > %1$s/pids.tmp.$BATON_TASK
              mv %1$s/pids.tmp.$BATON_TASK %1$s/pids.$BATON_TASK
              while [ ! -e %1$s/go.$BATON_TASK ]; do sleep 0.1; done
              exit 0
            fi
            echo "$BATON_TASK" > $BATON_TASK.txt
            """;

    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder);
        site.agent("dev.sh", AGENT.formatted(folder));
        site.write(
                "baton.yaml",
                site.read("baton.yaml").replace("[./dev.sh],", "[./dev.sh], timeout: 15s,") + """
                        jobs: {max-concurrency: 4, max-commands: 4}
                        reaper: {interval: 500ms}
                        """);
    }

    @AfterEach
    void clean() throws IOException {
        site.close();
    }

    /** Agent and supervisor of the first attempt. */
    private record Pids(long agent, long supervisor) {}

    private Pids running(String key) throws IOException {
        Site.await(() -> !site.read("pids." + key).isEmpty());
        String[] pids = site.read("pids." + key).strip().split(" ", 2);
        return new Pids(Long.parseLong(pids[0]), Long.parseLong(pids[1]));
    }

    private String runs(String key) throws IOException {
        return site.baton("task", "show", key).output();
    }

    @Test
    void eachIsNoticedForWhatItIsAndItsTaskEndsOnce() throws IOException {
        site.up();
        for (String title : new String[] {"agent", "supervisor", "both", "stopped"}) {
            assertThat(site.baton("task", "add", title).exit()).isZero();
        }
        site.sh("kill -9 " + running("SHOP-1").agent());

        Pids orphan = running("SHOP-2");
        site.sh("kill -9 " + orphan.supervisor());
        Pids both = running("SHOP-3");
        site.sh("kill -9 %d %d".formatted(both.supervisor(), both.agent()));
        site.sh("kill -STOP " + running("SHOP-4").agent());

        // Without its supervisor it is still a living agent: nobody starts another beside it.
        Site.await(() -> runs("SHOP-3").contains("shop-3-v1-developer-2"));
        assertThat(Site.alive(orphan.agent())).isTrue();
        assertThat(runs("SHOP-2")).doesNotContain("shop-2-v1-developer-2");
        site.write("go.SHOP-2", "");

        for (String key : new String[] {"SHOP-1", "SHOP-2", "SHOP-3", "SHOP-4"}) {
            site.awaitStatus(key, "DONE");
            assertThat(site.sh("git -C shop.git show main:" + key + ".txt")).isEqualTo(key);
        }
        assertThat(runs("SHOP-1")).contains("shop-1-v1-developer-1 EXITED 137");
        assertThat(runs("SHOP-2")).contains("shop-2-v1-developer-1 LOST");
        assertThat(runs("SHOP-3")).contains("shop-3-v1-developer-1 LOST");
        assertThat(runs("SHOP-4")).contains("shop-4-v1-developer-1 TIMED_OUT");
        assertThat(site.sh("git -C shop.git rev-list --count --merges main")).isEqualTo("4");
    }
}
