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
    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder);
        // The first attempt waits for what comes; the second does its work.
        site.agent("dev.sh", """
                if [ "$BATON_ATTEMPT" = 1 ]; then
                  echo "$$ $PPID" > %1$s/pids.tmp.$BATON_TASK
                  mv %1$s/pids.tmp.$BATON_TASK %1$s/pids.$BATON_TASK
                  while [ ! -e %1$s/go.$BATON_TASK ]; do sleep 0.1; done
                  exit 0
                fi
                echo "$BATON_TASK" > $BATON_TASK.txt
                """.formatted(folder));
        site.write(
                "baton.yaml",
                site.read("baton.yaml").replace("[./dev.sh],", "[./dev.sh], timeout: 30s,") + """
                        jobs: {max-concurrency: 4, max-commands: 4}
                        reaper: {interval: 500ms}
                        """);
    }

    @AfterEach
    void clean() throws IOException {
        site.close();
    }

    /** Agent and supervisor of a first attempt. */
    private record Pids(long agent, long supervisor) {}

    /** A task of that title, whose agent has begun. */
    private Pids running(String title) throws IOException {
        Site.Outcome added = site.baton("task", "add", title);
        assertThat(added.exit()).as(added.output()).isZero();
        String key = added.output().replaceAll("(?s) filed:.*", "");
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
        site.sh("kill -STOP " + running("stopped").agent());
        site.sh("kill -9 " + running("agent alone").agent());
        Pids orphan = running("supervisor alone");
        site.sh("kill -9 " + orphan.supervisor());
        Pids both = running("both");
        site.sh("kill -9 %d %d".formatted(both.supervisor(), both.agent()));

        // Without its supervisor it is still a living agent: nobody starts another beside it.
        Site.await(() -> runs("SHOP-4").contains("shop-4-v1-developer-2"));
        assertThat(Site.alive(orphan.agent())).isTrue();
        assertThat(runs("SHOP-3")).doesNotContain("shop-3-v1-developer-2");
        site.write("go.SHOP-3", "");

        for (String key : new String[] {"SHOP-1", "SHOP-2", "SHOP-3", "SHOP-4"}) {
            site.awaitStatus(key, "DONE");
            assertThat(site.sh("git -C shop.git show main:" + key + ".txt")).isEqualTo(key);
        }
        assertThat(runs("SHOP-1")).contains("shop-1-v1-developer-1 TIMED_OUT");
        assertThat(runs("SHOP-2")).contains("shop-2-v1-developer-1 EXITED 137");
        assertThat(runs("SHOP-3")).contains("shop-3-v1-developer-1 LOST");
        assertThat(runs("SHOP-4")).contains("shop-4-v1-developer-1 LOST");
        assertThat(site.sh("git -C shop.git rev-list --count --merges main")).isEqualTo("4");
    }
}
