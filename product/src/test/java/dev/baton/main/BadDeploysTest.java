package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deploy commands and environments that behave badly, each in a project of its own, all at once on
 * one server: each task ends as it should, and none hinders the others.
 */
@Tag("slow")
class BadDeploysTest {
    private static final long LOG_MAX = 21L * 1024 * 1024;

    private static final String PIPELINE = """
            stages:
              - name: development
                role: developer
                gates: [not-empty]
                effects: [push]
                on-red: development
                max-visits: 2
              - name: merge
                gates: [merge-test: {command: ./test.sh}]
                effects: [merge]
                on-red: development
              - name: deploy
                gates: [deploy: {environment: live}]
                on-red: development
            """;

    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder);
        site.agent("any.sh", """
                echo "$BATON_TASK $BATON_VISIT" >> work.txt
                git add -A && git -c user.name=a -c user.email=a@localhost commit -qm work
                """);
        site.pipeline(PIPELINE);
        String settings = site.read("baton.yaml");
        site.write(
                "baton.yaml",
                settings.substring(0, settings.indexOf("agents:")) + """
                        jobs: {max-concurrency: 6, max-commands: 6}
                        agents: {any: {profile: command, command: [./any.sh]}}
                        projects:
                        """
                        + project(
                                "FLOOD", "start: %1$s/flood.sh, health: {command: test -e flooded}")
                        + project("HANG", "start: %1$s/hang.sh, timeout: 2s, status: ./lie.sh")
                        + project(
                                "FLAP",
                                "start: 'true', health: {command: ./flap.sh, successes: 2,"
                                        + " deadline: 3s}")
                        + project("GONE", "start: %1$s/no-such-command, health: {command: 'true'}")
                        + project("REF", "kind: git-ref, ref: refs/heads/live"));
        commands();
    }

    private void commands() throws IOException {
        site.agent("flood.sh", """
                cd '%s'
                echo "$BATON_SHA" >> flooded
                ( while [ ! -e over ]; do sleep 0.1; done; echo late ) &
                head -c 40000000 /dev/zero | tr '\\0' x
                """.formatted(folder));
        site.agent("hang.sh", """
                echo "$BATON_DEPLOY_ID" >> '%1$s/hung'
                while [ ! -e '%1$s/over' ]; do sleep 0.1; done
                """.formatted(folder));
        site.agent("lie.sh", """
                printf '{"id":"HANG-live-9","sha":"%s","state":"healthy"}' "$BATON_SHA"
                """);
        site.agent("flap.sh", """
                if [ -e up ]; then rm up; exit 1; fi
                touch up
                """);
    }

    private String project(String name, String environment) throws IOException {
        site.sh("git clone -q --bare shop.git " + name + ".git");
        return """
                  %1$s:
                    repository: ./%1$s.git
                    test: ./test.sh
                    sandbox: none
                    agents: {developer: any}
                    environments: {live: {%2$s}}
                """.formatted(name, environment.formatted(folder));
    }

    @AfterEach
    void clean() throws IOException {
        site.write("over", "");
        site.close();
    }

    @Test
    void endAsTheyShouldAndHinderNobody() throws IOException {
        site.up();
        for (String name : new String[] {"FLOOD", "HANG", "FLAP", "GONE", "REF"}) {
            site.add("Deploy", name);
        }
        site.awaitStatus("REF-1", "DONE");
        assertThat(site.sh("git -C REF.git rev-parse live"))
                .isEqualTo(site.sh("git -C REF.git rev-parse main"));
        assertThat(site.get("/api/v1/tasks/REF-1")).contains("\"state\":\"HEALTHY\"");

        site.awaitStatus("FLOOD-1", "DONE");
        assertThat(site.read("flooded").lines()).hasSize(1);
        assertThat(Files.size(site.file("data/runs/flood-1-v3-deploy-live-1/log")))
                .isLessThan(LOG_MAX);

        site.awaitStatus("HANG-1", "PARKED");
        assertThat(site.baton("explain", "HANG-1").output())
                .contains("nobody can say what became of HANG-live-1", "expected id HANG-live-1");
        assertThat(site.read("hung").lines()).hasSize(1);
        assertThat(site.sh("pgrep -f '" + folder + "/hang.sh'")).isNotEmpty();

        site.awaitStatus("FLAP-1", "PARKED");
        assertThat(site.get("/api/v1/tasks/FLAP-1"))
                .contains("expected 2 healthy answers in a row within 3s, found");

        site.awaitStatus("GONE-1", "PARKED");
        assertThat(site.get("/api/v1/tasks/GONE-1")).contains("expected exit code 0, found 127");
        assertThat(site.baton("merge-lease", "list").output())
                .contains("GONE", "FLAP")
                .doesNotContain("REF");
    }
}
