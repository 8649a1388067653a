package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real launcher with every switch of the operators off. */
@Tag("slow")
class SwitchesTest {
    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder);
        site.agent("dev.sh", """
                echo "$$ $PPID" > %1$s/pids.tmp.$BATON_TASK
                mv %1$s/pids.tmp.$BATON_TASK %1$s/pids.$BATON_TASK
                while [ ! -e %1$s/go.$BATON_TASK ]; do sleep 0.1; done
                echo "$BATON_TASK" > $BATON_TASK.txt
                """.formatted(folder));
        site.write("baton.yaml", site.read("baton.yaml") + """
                reaper: {enabled: false, interval: 300ms, dead-ticks: 1, finalizer-liveness: false}
                reconciler: {enabled: false, interval: 300ms}
                merge-lease: {reclaim-enabled: false, projects: []}
                transition-lease: {enabled: false, reclaim-enabled: false, projects: []}
                """);
    }

    @AfterEach
    void clean() throws IOException {
        site.close();
    }

    private String running(String title) throws IOException {
        Site.Outcome added = site.baton("task", "add", title);
        assertThat(added.exit()).as(added.output()).isZero();
        String key = added.output().replaceAll("(?s) filed:.*", "");
        Site.await(() -> !site.read("pids." + key).isEmpty());
        // An owner that dies in its step keeps the task where nobody may reclaim it: until it
        // yields.
        Site.await(() -> site.get("/api/v1/tasks/" + key).contains("\"owner\":null"));
        return site.read("pids." + key).strip();
    }

    @Test
    void workGoesOnAcrossARestartAndNothingIsGivenUp() throws IOException {
        Process first = site.up();
        running("outlives the server");
        first.destroyForcibly();
        Site.await(() -> !first.isAlive());
        site.up();

        site.sh("kill -9 " + running("dies with its supervisor"));
        site.write("go.SHOP-1", "");
        site.awaitStatus("SHOP-1", "DONE");

        assertThat(site.sh("git -C shop.git show main:SHOP-1.txt")).isEqualTo("SHOP-1");
        assertThat(site.sh("git -C shop.git rev-list --count --merges main")).isEqualTo("1");
        String queue = site.get("/queue");
        assertThat(queue)
                .contains("\"reaper\":{\"enabled\":false,\"interval\":\"300ms\","
                        + "\"last_run_ts\":null")
                .contains("\"reconciler\":{\"enabled\":false,\"interval\":\"300ms\","
                        + "\"last_run_ts\":null")
                .contains("\"reaped_total\":0")
                .contains("\"held\":[]");
        assertThat(site.baton("task", "show", "SHOP-2").output())
                .contains("waiting for  run shop-2-v1-developer-1 (");

        // A person is still obeyed: what is left of the run is ended by the task itself.
        assertThat(site.baton("task", "stop", "SHOP-2").exit()).isZero();
        site.awaitStatus("SHOP-2", "CANCELLED");
        assertThat(site.sh("git -C shop.git rev-list --count --merges main")).isEqualTo("1");
    }
}
