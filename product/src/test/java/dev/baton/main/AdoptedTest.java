package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed in the middle of a long agent, by the real launcher: how soon the next
 * one watches the agent, and how soon it notices its end. Rounds are an hour apart, so that what
 * is quick here is not a round that happened to come. The agent's length is {@code
 * -Dbaton.agent.seconds}; what was measured is printed.
 */
@Tag("slow")
class AdoptedTest {
    private static final long AGENT_SECONDS = Long.getLong("baton.agent.seconds", 8);
    private static final Duration ROUND = Duration.ofHours(1);

    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder);
        site.agent("dev.sh", """
                echo "$$" >> %1$s/pids
                n=0
                while [ $n -lt %2$d ]; do sleep 1; n=$((n + 1)); echo $n > %1$s/second; done
                echo two >> a.txt
                date -u +%%Y-%%m-%%dT%%H:%%M:%%S.%%3NZ > %1$s/ended
                """.formatted(folder, AGENT_SECONDS));
        site.write(
                "baton.yaml",
                site.read("baton.yaml") + "reaper: {interval: %ds}%n".formatted(ROUND.toSeconds()));
    }

    @AfterEach
    void clean() throws IOException {
        site.close();
    }

    /** When the log said that last. */
    private Instant said(String what) throws IOException {
        Matcher line = Pattern.compile("(?m)^(\\S+Z) .*" + Pattern.quote(what))
                .matcher(site.read("up.log"));
        Instant at = null;
        while (line.find()) {
            at = Instant.parse(line.group(1));
        }
        assertThat(at).as(what).isNotNull();
        return Objects.requireNonNull(at);
    }

    /** The agent counts them. */
    private void atSecond(long second) {
        Eventually.await()
                .atMost(Eventually.MAX.plusSeconds(AGENT_SECONDS))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> site.read("second").strip().matches("\\d+")
                        && Long.parseLong(site.read("second").strip()) >= second);
    }

    @Test
    void isAtOnceAndTheEndIsNoticedAtOnce() throws IOException {
        Process first = site.up();
        site.add("Outlive the server");
        Site.await(() -> !site.read("pids").isEmpty());
        atSecond(AGENT_SECONDS / 4);
        first.destroyForcibly();
        Site.await(() -> !first.isAlive());
        site.up();
        Site.await(() -> site.read("up.log").contains("shop-1-v1-developer-1: found running"));
        Instant ready = said("server: at ");
        Instant adopted = said("shop-1-v1-developer-1: found running");
        long agent = Long.parseLong(site.read("pids").strip());
        assertThat(Site.alive(agent)).isTrue();

        atSecond(AGENT_SECONDS);
        Site.await(() -> site.read("up.log").contains("shop-1-v1-developer-1: EXITED"));
        Instant ended = Instant.parse(site.read("ended").strip());
        Instant noticed = said("shop-1-v1-developer-1: EXITED");
        site.awaitStatus("SHOP-1", "DONE");

        System.out.printf(
                "adopted %d ms after ready, end noticed after %d ms%n",
                Duration.between(ready, adopted).toMillis(),
                Duration.between(ended, noticed).toMillis());
        assertThat(Duration.between(ready, adopted)).isLessThan(ROUND);
        assertThat(Duration.between(ended, noticed)).isLessThan(ROUND);
        assertThat(site.read("pids").lines()).hasSize(1);
        assertThat(site.sh("git -C shop.git rev-list --count --merges main")).isEqualTo("1");
        assertThat(site.sh("git -C shop.git show main:a.txt")).isEqualTo("one\ntwo");
    }
}
