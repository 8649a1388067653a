package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.Failpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real servers fail at named points. Those that die do so one after the other, each during the
 * recovery from the one before: 40 pairs of points that change with the day, which is said when it
 * fails and can be given: {@code -Dbaton.failpoints.day=N}. With {@code -Dbaton.failpoints=all}
 * each point is followed by itself, and with a list of points these are.
 */
@Tag("slow")
@Timeout(1800)
class FailpointsTest {
    private static final int PAIRS = 40;
    private static final Pattern TASK =
            Pattern.compile("\"key\":\"([^\"]+)\".*?\"status\":\"([A-Z]+)\"");

    @TempDir
    Path folder;

    private Site site;
    private String settings = "";
    private int filed;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder);
        Files.createDirectories(site.file("notes"));
        Files.createDirectories(site.file("idle"));
        site.agent("dev.sh", """
                if [ -e "%1$s/idle/$BATON_TASK" ]; then exit 0; fi
                echo "$BATON_VISIT" >> "$BATON_TASK.txt"
                git add "$BATON_TASK.txt"
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
        settings = site.read("baton.yaml") + "reaper: {interval: 500ms, finalize-grace: 2s}\n";
    }

    @AfterEach
    void clean() throws IOException {
        site.close();
    }

    private void arm(Stream<String> failpoints) throws IOException {
        site.write(
                "baton.yaml",
                settings + "testing: {enabled: true, failpoints: ["
                        + failpoints.collect(Collectors.joining(", ")) + "]}\n");
    }

    /** A task that is sent back once and lands. An item nobody said is filed is filed again. */
    private void file() throws IOException {
        String item = "item-" + (filed + 1);
        String json =
                "{\"project\": \"SHOP\", \"title\": \"Task\", \"source_id\": \"" + item + "\"}";
        if (site.post("/api/v1/tasks", json)) {
            filed++;
        }
    }

    /** A task whose agent does nothing at first, twice, so that a person has to look. */
    private void fileOneThatIsParked() throws IOException {
        site.write("idle/SHOP-" + (filed + 1), "");
        file();
    }

    private Map<String, String> tasks() {
        Map<String, String> tasks = new TreeMap<>();
        Matcher found = TASK.matcher(site.get("/api/v1/tasks"));
        while (found.find()) {
            tasks.put(found.group(1), found.group(2));
        }
        return tasks;
    }

    /** Whoever was parked is mended, and all land. */
    private void finish() throws IOException {
        Site.await(() -> tasks().values().stream().noneMatch("LIVE"::equals));
        for (Map.Entry<String, String> task : tasks().entrySet()) {
            if (task.getValue().equals("PARKED")) {
                Files.deleteIfExists(site.file("idle/" + task.getKey()));
                assertThat(site.post("/api/v1/tasks/" + task.getKey() + "/retry", "{}"))
                        .isTrue();
            }
        }
        Site.await(() -> tasks().values().stream().allMatch("DONE"::equals));
        assertThat(site.sh("git -C shop.git log --format=%s --merges main | sort | uniq -d"))
                .as("merged twice")
                .isEmpty();
        assertThat(site.sh("git -C shop.git rev-list --merges --count main"))
                .as("merges")
                .isEqualTo(Integer.toString(tasks().size()));
        assertThat(tasks()).hasSize(filed);
    }

    @Test
    void everyPointIsReachedByATaskThatIsParkedAndSentBackAndLands() throws IOException {
        arm(Failpoint.words().stream().map(point -> point + "=note"));
        site.up();
        fileOneThatIsParked();
        finish();
        assertThat(site.read("data/failpoints.log").lines().distinct())
                .containsExactlyInAnyOrderElementsOf(Failpoint.words());
    }

    @Test
    void serversThatDieEachDuringTheRecoveryFromTheLastForgetAndRepeatNothing() throws IOException {
        List<Failpoint> chain = chain();
        for (int i = 0; i < chain.size(); i++) {
            Failpoint point = chain.get(i);
            String how = i % 2 == 0 ? "kill" : "halt";
            arm(Stream.of(point.word() + "=" + how));
            Process server = start();
            if (parks(point)) {
                fileOneThatIsParked();
            }
            Site.await(() -> diedOrHasWork(server));
            assertThat(server.exitValue())
                    .as("day %d: %s after %s", today(), point, i == 0 ? "none" : chain.get(i - 1))
                    .isEqualTo(how.equals("kill") ? 137 : 1);
        }
        arm(Stream.empty());
        site.up();
        file();
        finish();
    }

    /** What is left to do may not come past the point any more: then there is more to do. */
    private boolean diedOrHasWork(Process server) throws IOException {
        if (!server.isAlive()) {
            return true;
        }
        if (site.get("/readyz").contains("true")
                && tasks().values().stream().noneMatch("LIVE"::equals)) {
            file();
        }
        return false;
    }

    /** Not all at the same step: each failure in a row is waited for longer, and eight park it. */
    @Test
    void callsThatFailAreMadeAgain() throws IOException {
        List<Failpoint> points = List.of(Failpoint.values());
        arm(points.stream()
                .map(point -> point.word() + "=throw@"
                        + (once(point) ? 1 : 1 + points.indexOf(point) % 4)));
        site.up();
        fileOneThatIsParked();
        finish();
    }

    /** Nothing of a server that stands still is taken for dead, and it goes on where it stood. */
    @Test
    void aServerThatStoodStillGoesOn() throws IOException {
        arm(Stream.of("before-apply=stop", "after-apply=stop@2", "commit-jobs=stop@2"));
        Process server = site.up();
        file();
        for (int i = 0; i < 3; i++) {
            Site.await(() -> stopped(server));
            site.sh("sleep 3; kill -CONT " + server.pid());
        }
        finish();
    }

    private static boolean stopped(Process server) throws IOException {
        return Files.readString(Path.of("/proc/" + server.pid() + "/stat")).contains(") T ");
    }

    /** Two a server, for who is taken from an owner three times over one step is parked. */
    @Test
    void aStepThatHangsIsTakenFromItsOwner() throws IOException {
        settings += "transition-lease: {projects: []}\n";
        List<Failpoint> points = hanging();
        arm(points.stream().map(point -> point.word() + "=hang"));
        site.up();
        file();
        finish();
        String queue = site.get("/api/v1/queue");
        assertThat(queue).contains("\"forced_total\":" + points.size());
    }

    /** What a task that is parked and sent back passes once. */
    private static boolean once(Failpoint point) {
        return parks(point) || point.name().endsWith("_RETURN");
    }

    private static boolean parks(Failpoint point) {
        return point.name().endsWith("_PARK") || point.name().endsWith("_SEND");
    }

    private static List<Failpoint> hanging() {
        List<Failpoint> held = List.of(
                Failpoint.AFTER_INTENT,
                Failpoint.BEFORE_OBSERVE,
                Failpoint.AFTER_OBSERVE,
                Failpoint.BEFORE_SPAWN,
                Failpoint.SPAWN_PREPARED,
                Failpoint.SPAWN_STARTED,
                Failpoint.SPAWN_CLAIMED,
                Failpoint.AFTER_SPAWN,
                Failpoint.BEFORE_APPLY,
                Failpoint.AFTER_APPLY,
                Failpoint.BEFORE_CONFIRM,
                Failpoint.AFTER_CONFIRM);
        int half = held.size() / 2;
        int day = (int) (today() % half);
        return List.of(held.get(day), held.get(day + half));
    }

    /** Neighbours are so many points apart as the day says: all pairs get their turn. */
    private static List<Failpoint> chain() {
        Failpoint[] all = Failpoint.values();
        String wanted = System.getProperty("baton.failpoints", "");
        if (wanted.equals("all")) {
            return Arrays.stream(all).flatMap(point -> Stream.of(point, point)).toList();
        }
        if (!wanted.isEmpty()) {
            return Arrays.stream(wanted.split(","))
                    .map(word -> Failpoint.of(word).orElseThrow())
                    .toList();
        }
        int apart = (int) (today() % all.length);
        List<Failpoint> chain = new ArrayList<>();
        int at = 0;
        for (int i : IntStream.rangeClosed(0, PAIRS).toArray()) {
            chain.add(all[at]);
            // A way that has come back to where it was goes on beside it.
            int round = all.length / gcd(all.length, apart);
            at = (at + apart + ((i + 1) % round == 0 ? 1 : 0)) % all.length;
        }
        return chain;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static long today() {
        return Long.getLong(
                "baton.failpoints.day", LocalDate.now(ZoneOffset.UTC).toEpochDay());
    }

    /** It may die before it is ready. */
    private Process start() throws IOException {
        try {
            return site.up();
        } catch (AssertionError e) {
            return site.last();
        }
    }
}
