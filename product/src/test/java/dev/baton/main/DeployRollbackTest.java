package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A red production on a real server, with real deploy commands: what was healthy comes back. */
@Tag("slow")
class DeployRollbackTest {
    private static final String PIPELINE = """
            stages:
              - {name: development, role: developer, gates: [not-empty], effects: [push]}
              - name: merge
                gates: [merge-test: {command: ./test.sh}]
                effects: [merge]
                on-red: development
              - name: deploy
                gates: [deploy: {environment: production}]
                on-red: development
            """;

    /** Breaks the second task in its first visit of development, and mends it in its next. */
    private static final String AGENT = """
            echo "$KEY $BATON_VISIT" >> "$KEY.txt"
            if [ "$KEY" = shop-2 ] && [ ! -e broken ] && [ "$BATON_VISIT" = 1 ]; then
              touch broken
            else
              [ "$KEY" != shop-2 ] || while [ ! -e "$HERE/mend" ]; do sleep 0.1; done
              rm -f broken
            fi
            git add -A && git -c user.name=a -c user.email=a@localhost commit -qm "$BATON_STAGE"
            """;

    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder);
        site.agent(
                "any.sh",
                "HERE='" + folder + "'; KEY=$(echo \"$BATON_TASK\" | tr A-Z a-z)\n" + AGENT);
        site.pipeline(PIPELINE);
        site.agent("deploy.sh", """
                here="$PWD"
                cd "%1$s"
                echo "$BATON_DEPLOY_ID ${BATON_ROLLS_BACK:--} $BATON_SHA" >> deploys
                if [ -n "$BATON_ROLLS_BACK" ]; then
                  echo $$ >> rollbacks
                  while [ ! -e go ]; do sleep 0.1; done
                fi
                if [ -e "$here/broken" ]; then
                  echo down > production
                else
                  echo "$BATON_SHA" > "$BATON_ENVIRONMENT"
                fi
                """.formatted(folder));
        String settings = site.read("baton.yaml");
        site.write(
                "baton.yaml",
                settings.substring(0, settings.indexOf("agents:")) + """
                        agents: {any: {profile: command, command: [./any.sh]}}
                        projects:
                          SHOP:
                            repository: ./shop.git
                            test: ./test.sh
                            agents: {developer: any}
                            environments:
                              production:
                                start: %1$s/deploy.sh
                                rollback: %1$s/deploy.sh
                                health: {command: grep -q "$BATON_SHA" production, successes: 2,
                                  deadline: 3s}
                        """.formatted(folder));
    }

    @AfterEach
    void clean() throws IOException {
        site.close();
    }

    private String main() throws IOException {
        return site.sh("git -C shop.git rev-parse main");
    }

    @Test
    void whatWasHealthyComesBackAcrossARestartAndTheFixFreesEverybody() throws IOException {
        Process first = site.up();
        site.add("Good");
        site.awaitStatus("SHOP-1", "DONE");
        String good = main();
        site.add("Bad");
        Site.await(() -> !site.read("rollbacks").isEmpty());
        assertThat(site.read("production").strip()).isEqualTo("down");
        first.destroyForcibly();
        Site.await(() -> !first.isAlive());
        site.up();
        site.write("go", "");
        Site.await(() -> site.get("/api/v1/environments").contains("rolled back from"));
        assertThat(site.read("production").strip()).isEqualTo(good);
        String bad = main();
        assertThat(site.baton("merge-lease", "list").output())
                .contains("production rolled back from " + bad.substring(0, 7) + " of SHOP-2");
        site.add("Next");
        site.write("mend", "");
        site.awaitStatus("SHOP-2", "DONE");
        site.awaitStatus("SHOP-3", "DONE");
        assertThat(site.read("production").strip()).isEqualTo(main());
        assertThat(site.read("deploys").lines())
                .hasSize(5)
                .startsWith(
                        "SHOP-production-1 - " + good,
                        "SHOP-production-2 - " + bad,
                        "SHOP-production-3 SHOP-production-2 " + good);
        assertThat(site.baton("environment", "list").output()).doesNotContain("hold");
        assertThat(site.get("/api/v1/merge-lease")).contains("\"holds\":[]");
        assertThat(site.get("/api/v1/tasks/SHOP-2")).contains("\"state\":\"ROLLED_BACK\"");
    }

    @Test
    void aRevertThroughTheSameGatesFreesEverybodyAndStopsWhatItTakesBack() throws IOException {
        site.write("go", "");
        site.up();
        site.add("Good");
        site.awaitStatus("SHOP-1", "DONE");
        site.add("Bad");
        Site.await(() -> site.get("/api/v1/environments").contains("rolled back from"));
        assertThat(site.sh("git -C shop.git ls-tree --name-only main")).contains("broken");
        site.add("Next");
        Site.await(() -> site.get("/api/v1/tasks/SHOP-3/explain").contains("held by baton"));
        assertThat(site.baton("deploy", "revert", "SHOP-9").exit()).isEqualTo(4);
        assertThat(site.baton("deploy", "revert", "SHOP-3").output())
                .contains("nothing of it landed");
        Site.Outcome revert = site.baton("deploy", "revert", "SHOP-2");
        assertThat(revert.output()).startsWith("SHOP-4  Revert SHOP-2: Bad");
        assertThat(site.baton("deploy", "revert", "SHOP-2").output()).startsWith("SHOP-4");
        site.awaitStatus("SHOP-2", "CANCELLED");
        site.awaitStatus("SHOP-4", "DONE");
        site.awaitStatus("SHOP-3", "DONE");
        assertThat(site.read("production").strip()).isEqualTo(main());
        assertThat(site.sh("git -C shop.git ls-tree --name-only main"))
                .doesNotContain("broken", "shop-2.txt")
                .contains("shop-1.txt", "shop-3.txt");
        assertThat(site.get("/api/v1/merge-lease")).contains("\"holds\":[]");
    }
}
