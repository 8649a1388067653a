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
 * Baton deploys Baton: the deploy command stops the server that started it and starts the new one,
 * which takes the deploy over, sees it end, and finishes the task.
 */
@Tag("slow")
class SelfDeployTest {
    private static final String PIPELINE = """
            stages:
              - name: development
                role: developer
                gates: [not-empty]
                effects: [push]
                on-red: development
              - name: merge
                gates: [merge-test: {command: ./test.sh}]
                effects: [merge]
                on-red: development
              - name: deploy
                gates: [deploy: {environment: production}]
                on-red: development
            """;

    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder);
        site.agent("any.sh", """
                echo "$BATON_TASK" >> work.txt
                git add -A && git -c user.name=a -c user.email=a@localhost commit -qm work
                """);
        site.pipeline(PIPELINE);
        site.agent("serve.sh", """
                cd '%s'
                echo $$ > server.pid
                RELEASE="$(readlink current)" exec '%s' up
                """.formatted(folder, Site.launcher()));
        String settings = site.read("baton.yaml");
        site.write("baton.yaml", settings.substring(0, settings.indexOf("agents:")) + """
                        agents: {any: {profile: command, command: [./any.sh]}}
                        projects:
                          SHOP:
                            repository: ./shop.git
                            test: ./test.sh
                            agents: {developer: any}
                            environments:
                              production:
                                start: ./deploy.sh
                                timeout: 1m
                                health: {command: ./healthy.sh, successes: 2, deadline: 30s}
                        """);
        site.agent("healthy.sh", """
                cd '%s'
                tr '\\0' '\\n' < "/proc/$(cat server.pid)/environ" | grep -qx "RELEASE=$BATON_SHA"
                """.formatted(folder));
    }

    @AfterEach
    void clean() throws IOException {
        site.close();
    }

    /** The example, with the service manager that there is here. */
    private void restartBy(String signal) throws IOException {
        site.agent("restart.sh", """
                cd '%1$s'
                kill -%2$s "$(cat server.pid)"
                while kill -0 "$(cat server.pid)" 2>/dev/null; do sleep 0.1; done
                echo restarted >> restarts
                setsid ./serve.sh >> up.log 2>&1 < /dev/null &
                """.formatted(folder, signal));
        String example = Files.readString(
                Path.of(System.getProperty("baton.root"), "examples/deploy-baton.sh"));
        assertThat(example).contains("=/opt/baton\n", "\"systemctl restart baton\"", ":8420/");
        site.agent(
                "deploy.sh",
                example.substring("#!/bin/sh\n".length())
                        .replace("=/opt/baton\n", "='" + folder + "'\n")
                        .replace("\"systemctl restart baton\"", "'" + folder + "/restart.sh'")
                        .replace(":8420/", ":" + site.port() + "/"));
    }

    /** Stops as a service manager stops it, and as the worst of them does. */
    @Test
    void theNewServerTakesTheDeployOverAndFinishesTheTask() throws IOException {
        for (String signal : new String[] {"TERM", "KILL"}) {
            restartBy(signal);
            if (signal.equals("TERM")) {
                site.sh("setsid ./serve.sh >> up.log 2>&1 < /dev/null &");
            }
            Site.await(() -> site.get("/readyz").contains("true"));
            String before = site.read("server.pid");
            site.add("Release");
            String key = signal.equals("TERM") ? "SHOP-1" : "SHOP-2";
            site.awaitStatus(key, "DONE");

            assertThat(site.read("server.pid")).isNotEqualTo(before);
            String merged = site.sh("git -C shop.git rev-parse main");
            assertThat(site.sh("readlink current")).isEqualTo(merged);
            assertThat(site.read("current/work.txt")).contains(key);
            assertThat(site.get("/api/v1/tasks/" + key))
                    .contains("\"state\":\"HEALTHY\"", "\"merged_sha\":\"" + merged + "\"");
        }
        assertThat(site.read("restarts").lines()).hasSize(2);
    }
}
