package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.Failpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real server dies by SIGKILL at a named point, its successor dies at the same point during the
 * recovery, and the third one finishes: everything once. All points with {@code
 * -Dbaton.failpoints=all}, or those named there; otherwise some that change with the day.
 */
@Tag("slow")
@Timeout(900)
class FailpointsTest {
    private static final int SOME = 2;

    @TempDir
    Path folder;

    private Site site;
    private String settings = "";
    private int filed;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder);
        Files.createDirectories(site.file("notes"));
        site.agent("dev.sh", """
                if [ -e "%1$s/idle" ]; then exit 0; fi
                echo "$BATON_TASK $BATON_VISIT" >> work.txt
                git add work.txt
                git -c user.name=a -c user.email=a@localhost commit -qm "$BATON_TASK"
                """.formatted(folder));
        site.agent("rev.sh", """
                word=approved
                if [ ! -e "%1$s/notes/$BATON_TASK" ]; then
                  touch "%1$s/notes/$BATON_TASK"
                  word=changes-requested
                fi
                printf -- '---\\nverdict: %%s\\nsubject: %%s\\n---\\n' "$word" "$BATON_HEAD_SHA" \\
                  > "$BATON_OUT/review.md"
                """.formatted(folder));
        settings = site.read("baton.yaml");
    }

    @AfterEach
    void clean() throws IOException {
        site.close();
    }

    private void arm(String failpoints) throws IOException {
        site.write(
                "baton.yaml",
                settings + "testing: {enabled: true, failpoints: [" + failpoints + "]}\n");
    }

    /** A task that is sent back once and lands; before that it is parked, if so wanted. */
    private String file(boolean parkedFirst) throws IOException {
        if (parkedFirst) {
            site.write("idle", "");
        }
        assertThat(site.baton("task", "add", "Task " + ++filed).exit()).isZero();
        return "SHOP-" + filed;
    }

    /** An agent that did nothing is tried again, then a person mends it. */
    private void mend(String key) throws IOException {
        site.awaitStatus(key, "PARKED");
        Files.delete(site.file("idle"));
        assertThat(site.baton("task", "retry", key).exit()).isZero();
    }

    @Test
    void everyPointIsReachedByATaskThatIsParkedAndSentBackAndLands() throws IOException {
        arm(Arrays.stream(Failpoint.values())
                .map(point -> point.word() + "=note")
                .collect(Collectors.joining(", ")));
        Process server = site.up();
        String key = file(true);
        mend(key);
        site.awaitStatus(key, "DONE");
        List<String> all = Failpoint.words();
        Site.await(() -> site.read("data/failpoints.log").lines().distinct().count() == all.size());
        assertThat(site.read("data/failpoints.log").lines().distinct())
                .containsExactlyInAnyOrderElementsOf(all);
        assertThat(server.isAlive()).isTrue();
    }

    @Test
    void aServerThatDiesAtAPointAndAgainDuringTheRecoveryForgetsAndRepeatsNothing()
            throws IOException {
        List<Failpoint> points = points();
        for (Failpoint point : points) {
            // Being parked is what people are told of.
            boolean parks = point.name().endsWith("_PARK") || point.name().endsWith("_SEND");
            arm(point.word() + "=kill");
            Process first = site.up();
            String key = file(parks);
            Site.await(() -> !first.isAlive());
            assertThat(first.exitValue()).as(point.word()).isEqualTo(137);
            recovers(key, parks);
            assertOnce(point);
        }
    }

    private void recovers(String key, boolean parks) throws IOException {
        Process second = start();
        if (second.isAlive()) {
            Site.await(() -> !second.isAlive() || over(key, parks));
        }
        if (second.isAlive()) {
            second.destroyForcibly();
            Site.await(() -> !second.isAlive());
        }
        site.write("baton.yaml", settings);
        Process third = site.up();
        if (parks) {
            mend(key);
        }
        site.awaitStatus(key, "DONE");
        third.destroy();
        Site.await(() -> !third.isAlive());
    }

    /** It may die before it is ready. */
    private Process start() throws IOException {
        try {
            return site.up();
        } catch (AssertionError e) {
            return site.last();
        }
    }

    private boolean over(String key, boolean parks) throws IOException {
        String task = site.baton("task", "show", key, "--json").output();
        return task.contains(parks ? "\"status\":\"PARKED\"" : "\"status\":\"DONE\"");
    }

    private void assertOnce(Failpoint point) throws IOException {
        assertThat(site.sh("git -C shop.git log --format=%s --merges main | sort | uniq -d"))
                .as(point.word() + ": merged twice")
                .isEmpty();
        assertThat(site.sh("git -C shop.git rev-list --merges --count main"))
                .as(point.word() + ": merges")
                .isEqualTo(Integer.toString(filed));
    }

    private static List<Failpoint> points() {
        Failpoint[] all = Failpoint.values();
        String wanted = System.getProperty("baton.failpoints", "");
        if (!wanted.isEmpty()) {
            return Arrays.stream(all)
                    .filter(point -> wanted.equals("all")
                            || List.of(wanted.split(",")).contains(point.word()))
                    .toList();
        }
        long day = LocalDate.now(ZoneOffset.UTC).toEpochDay();
        return IntStream.range(0, SOME)
                .mapToObj(i -> all[Math.floorMod(day * SOME + i, all.length)])
                .toList();
    }
}
