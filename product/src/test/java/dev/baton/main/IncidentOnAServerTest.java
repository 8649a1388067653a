package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The class of incident that Baton is there for, with the real performers, processes and servers:
 * an agent has exited, the heavy work after it takes its time, and meanwhile every actor looks many
 * times a second, a person takes the task from its owners again and again, and the server is killed
 * three times. Everything happens once.
 *
 * <p>The person goes on with it at every look: that a step gets done all the same is what the
 * server sees to, on a slow machine too.
 */
@Tag("slow")
class IncidentOnAServerTest {
    private static final Pattern EVENT =
            Pattern.compile("\"type\":\"([a-z-]+)\",\"data\":\"([^\"]*)\"");

    /** Said on the way to a step, and again by the next owner. */
    private static final Set<String> ON_THE_WAY =
            Set.of("acquired", "intent", "poisoned", "retry", "waiting", "yielded");

    private static final List<String> KILLED_DURING = List.of("merge-test", "image", "production");

    private static final String PIPELINE = """
            stages:
              - name: development
                role: developer
                gates: [not-empty]
                effects: [push, change-request]
                on-red: development
              - name: deploy-staging
                role: deployer
                gates:
                  - merge-test: {command: ./test.sh, timeout: 1m}
                  - coverage: {command: ./cover.sh, timeout: 1m}
                  - image: {command: ./image.sh, timeout: 1m}
                  - deploy: {environment: staging}
                effects: [merge]
                on-red: development
              - name: deploy
                gates: [deploy: {environment: production}]
                on-red: development
            """;

    @TempDir
    Path folder;

    private Site site;
    private int robbed;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder);
        site.agent("any.sh", """
                echo "$BATON_ROLE" >> '%s/agents'
                [ "$BATON_ROLE" = developer ] || exit 0
                echo "$BATON_TASK" >> work.txt
                git add -A && git -c user.name=a -c user.email=a@localhost commit -qm work
                """.formatted(folder));
        site.write("seed/test.sh", heavy("merge-test"));
        site.write("seed/cover.sh", heavy("coverage") + """
                printf 'TN:\\nSF:a.txt\\nDA:1,1\\nend_of_record\\n' > coverage.info
                """);
        site.write("seed/image.sh", heavy("image"));
        site.sh("chmod +x seed/*.sh");
        site.pipeline(PIPELINE);
        site.agent(
                "deploy.sh",
                heavy("$BATON_ENVIRONMENT").substring("#!/bin/sh\n".length())
                        + "echo \"$BATON_SHA\" > '" + folder + "'/\"$BATON_ENVIRONMENT\"\n");
        configure();
    }

    private void configure() throws IOException {
        String settings = site.read("baton.yaml");
        site.write(
                "baton.yaml",
                settings.substring(0, settings.indexOf("agents:")) + """
                        reaper: {interval: 100ms, dead-ticks: 2, finalize-grace: 500ms}
                        reconciler: {interval: 200ms}
                        agents: {any: {profile: command, command: [./any.sh], sandbox: none}}
                        projects:
                          SHOP:
                            repository: ./shop.git
                            test: ./test.sh
                            sandbox: none
                            agents: {developer: any, deployer: any}
                            environments:
                              staging:
                                start: %1$s/deploy.sh
                                health: {command: grep -q "$BATON_SHA" staging, successes: 2}
                              production:
                                start: %1$s/deploy.sh
                                health: {command: grep -q "$BATON_SHA" production, successes: 2}
                        """.formatted(folder));
    }

    /** Says that it began, and works for a while. */
    private String heavy(String what) {
        return "#!/bin/sh\necho \"" + what + "\" >> '" + folder + "/heavy'\nsleep 3\n";
    }

    @AfterEach
    void clean() throws IOException {
        site.close();
    }

    @Test
    void everythingHappensOnce() throws IOException {
        site.up();
        site.add("Incident");
        for (String during : KILLED_DURING) {
            Site.await(() -> beganWhileOwnersAreRobbed(during));
            Process server = site.last();
            server.destroyForcibly();
            Site.await(() -> !server.isAlive());
            site.up();
        }
        Site.await(() -> {
            rob();
            return site.get("/api/v1/tasks/SHOP-1").contains("\"status\":\"DONE\"");
        });

        String merged = site.sh("git -C shop.git rev-parse main");
        assertThat(site.sh("git -C shop.git rev-list --merges --count main")).isEqualTo("1");
        assertThat(site.read("staging").strip()).isEqualTo(merged);
        assertThat(site.read("production").strip()).isEqualTo(merged);
        assertThat(site.read("agents").lines()).containsExactly("developer", "deployer");
        assertThat(site.read("heavy").lines())
                .containsExactly("merge-test", "coverage", "image", "staging", "production");
        assertThatEachStepHappenedOnce(events());
    }

    private void assertThatEachStepHappenedOnce(List<String> events) {
        assertThat(events)
                .filteredOn(event -> event.startsWith("intent ") || event.startsWith("confirmed "))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(15);
        assertThat(events)
                .filteredOn(event -> event.startsWith("committed "))
                .containsExactly(
                        "committed development",
                        "committed deploy-staging",
                        "committed deploy",
                        "committed done");
        assertThat(events).noneMatch(event -> event.startsWith("returned "));
        assertThat(robbed).isPositive();
        assertThat(events)
                .filteredOn(event -> event.startsWith("released "))
                .hasSizeGreaterThanOrEqualTo(robbed);
        assertThat(robberiesInARow(events))
                .as("only the dead are taken from before a step ended: %s", events)
                .isLessThanOrEqualTo(KILLED_DURING.size());
    }

    private static long robberiesInARow(List<String> events) {
        List<String> others = events.stream()
                .filter(event -> !ON_THE_WAY.contains(event.substring(0, event.indexOf(' '))))
                .toList();
        return IntStream.range(1, others.size())
                .filter(i -> others.get(i - 1).startsWith("released ")
                        && others.get(i).startsWith("released "))
                .count();
    }

    private boolean beganWhileOwnersAreRobbed(String what) throws IOException {
        rob();
        return site.read("heavy").contains(what);
    }

    private void rob() throws IOException {
        if (site.post("/api/v1/transition-lease/release?work_item=SHOP-1", "")) {
            robbed++;
        }
    }

    private List<String> events() {
        List<String> events = new ArrayList<>();
        EVENT.matcher(site.get("/api/v1/tasks/SHOP-1/events"))
                .results()
                .forEach(found -> events.add(found.group(1) + " " + found.group(2)));
        return events;
    }
}
