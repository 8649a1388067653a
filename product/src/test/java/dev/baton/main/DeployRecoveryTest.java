package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The preset {@code standard} on a real server, with deploys that outlive it. */
@Tag("slow")
class DeployRecoveryTest {
    private static final String AGENT = """
            commit() { git -c user.name=a -c user.email=a@localhost commit -qam "$BATON_STAGE"; }
            document() {
              mkdir -p docs/tasks/shop-1
              echo "$BATON_STAGE" > "docs/tasks/shop-1/$BATON_STAGE.md"
              git add docs && commit
            }
            say() {
              printf -- '---\\nverdict: %s\\nsubject: %s\\n---\\n' "$1" "$(git rev-parse HEAD)" \\
                > "$BATON_OUT/$BATON_STAGE.md"
            }
            case $BATON_ROLE in
              analyst|architect) document; say ready ;;
              developer) echo two >> a.txt; commit ;;
              reviewer) say approved ;;
              tester) say pass ;;
            esac
            """;

    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder);
        site.agent("any.sh", AGENT);
        site.agent("deploy.sh", """
                cd "%1$s"
                echo "$BATON_DEPLOY_ID $BATON_SHA" >> deploys
                if [ "$BATON_ENVIRONMENT" = staging ]; then
                  echo $$ >> pids
                  while [ ! -e go ]; do sleep 0.1; done
                fi
                echo "$BATON_SHA" > "$BATON_ENVIRONMENT"
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
                            pipeline: standard
                            approve-production: false
                            agents: {analyst: any, architect: any, developer: any, reviewer: any,
                              tester: any}
                            environments:
                              staging:
                                start: %1$s/deploy.sh
                                health: {command: grep -q "$BATON_SHA" staging, successes: 2}
                              production: {start: %1$s/deploy.sh}
                        """.formatted(folder));
    }

    @AfterEach
    void clean() throws IOException {
        site.close();
    }

    private String merged() throws IOException {
        return site.sh("git -C shop.git rev-parse main");
    }

    @Test
    void adoptsTheDeployThatOutlivedTheServerAndDeploysOnce() throws IOException {
        Process first = site.up();
        site.add("Deploy once");
        Site.await(() -> !site.read("pids").isEmpty());
        long deploy = Long.parseLong(site.read("pids").strip());
        first.destroyForcibly();
        Site.await(() -> !first.isAlive());
        assertThat(Site.alive(deploy)).isTrue();
        site.up();
        assertThat(Site.alive(deploy)).isTrue();
        site.write("go", "");
        site.awaitStatus("SHOP-1", "DONE");
        assertThat(site.read("deploys").strip())
                .isEqualTo("SHOP-staging-1 %1$s\nSHOP-production-1 %1$s".formatted(merged()));
        assertThat(site.read("production").strip()).isEqualTo(merged());
        assertThat(site.sh("git -C shop.git show main:docs/tasks/shop-1/analysis.md"))
                .isEqualTo("analysis");
        assertThat(site.get("/api/v1/tasks/SHOP-1"))
                .contains("\"id\":\"SHOP-production-1\",\"environment\":\"production\","
                        + "\"state\":\"HEALTHY\",\"sha\":\"" + merged() + "\"");
    }

    @Test
    void aDeployThatDiesWithItsServerIsInDoubtUntilAPersonSaysRetry() throws IOException {
        Process first = site.up();
        site.add("Deploy in doubt");
        Site.await(() -> !site.read("pids").isEmpty());
        first.destroyForcibly();
        site.sh("for p in $(grep -l -a -s BATON_RUN=shop-1-v6-deploy /proc/[0-9]*/environ"
                + " | cut -d/ -f3); do kill -9 $p; done; true");
        site.sh("kill -9 $(cat data/runs/shop-1-v6-deploy-staging-1/pid 2>/dev/null) 2>/dev/null;"
                + " true");
        site.up();
        site.awaitStatus("SHOP-1", "PARKED");
        assertThat(site.baton("explain", "SHOP-1").output())
                .contains("environment staging: nobody can say what became of SHOP-staging-1");
        assertThat(site.read("deploys").lines()).hasSize(1);
        assertThat(merged()).isEqualTo(site.sh("git -C seed rev-parse HEAD"));
        site.write("go", "");
        assertThat(site.baton("task", "retry", "SHOP-1").exit()).isZero();
        site.awaitStatus("SHOP-1", "DONE");
        assertThat(site.read("deploys").lines()).hasSize(3);
    }

    @Test
    void stopWaitsForTheDeployAndRejectAndPauseAreObeyedOverTheCommandLine() throws IOException {
        site.up();
        site.add("Stop me");
        Site.await(() -> !site.read("pids").isEmpty());
        long deploy = Long.parseLong(site.read("pids").strip());
        assertThat(site.baton("task", "pause", "SHOP-1").exit()).isZero();
        site.awaitStatus("SHOP-1", "PAUSED");
        assertThat(site.baton("task", "resume", "SHOP-1").exit()).isZero();
        site.awaitStatus("SHOP-1", "LIVE");
        assertThat(site.baton("task", "stop", "SHOP-1").exit()).isZero();
        Site.await(() -> site.get("/api/v1/tasks/SHOP-1/explain")
                .contains("to end: a deploy is never ended by force"));
        assertThat(Site.alive(deploy)).isTrue();
        site.write("go", "");
        site.awaitStatus("SHOP-1", "CANCELLED");
        assertThat(site.get("/api/v1/tasks/SHOP-1/events"))
                .containsPattern("deploy to staging: happened as SHOP-staging-1 of [0-9a-f]{7},"
                        + " HEALTHY");
        assertThat(site.read("deploys").lines()).hasSize(1);
    }
}
