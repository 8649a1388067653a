package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent's commit may not do to the way of later ones, on a real server. */
@Tag("slow")
class WallsOnAServerTest {
    private static final String PIPELINE = """
            stages:
              - {name: development, role: developer, gates: [not-empty],
                 effects: [push], on-red: development}
              - {name: review, role: reviewer, gates: [verdict], on-red: development}
              - {name: merge, gates: [merge-test: {command: "true"}%s], effects: [merge],
                 on-red: development}
            """;
    private static final String UNREVIEWED = """
            stages:
              - {name: merge, role: developer, gates: [not-empty, merge-test: {command: "true"}],
                 effects: [push, merge], on-red: merge}
            """;

    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void make() throws IOException {
        site = new Site(folder);
    }

    @AfterEach
    void end() throws IOException {
        site.close();
    }

    private void settings(String more) throws IOException {
        site.write(
                "baton.yaml",
                site.read("baton.yaml").replace("    pipeline: quick\n", "").stripTrailing() + more
                        + "\n");
    }

    private void add(String title) throws IOException {
        assertThat(site.post("/api/v1/tasks", "{\"title\": \"" + title + "\"}")).isTrue();
    }

    @Test
    void reviewIsNotTakenAwayUnlessAPersonSeesAndApprovesIt() throws IOException {
        site.pipeline(PIPELINE.formatted(""));
        settings("");
        site.write("new.yaml", UNREVIEWED);
        site.agent("dev.sh", """
                [ "$BATON_TASK" = SHOP-1 ] && cat %1$s/new.yaml >.baton/pipeline.yaml
                echo "$BATON_TASK" >>b.txt
                git add -A && git -c user.name=d -c user.email=d@localhost commit -qm "$BATON_TASK"
                """.formatted(folder));
        site.up();
        add("one");
        site.awaitStatus("SHOP-1", "PARKED");
        assertThat(site.sh("git -C shop.git log --format=%s main")).isEqualTo("pipeline\nseed");

        Site.Outcome explained = site.baton("explain", "SHOP-1");
        assertThat(explained.output())
                .contains("protected-paths", ".baton/pipeline.yaml: changed")
                .contains("baton task approve SHOP-1");

        site.sh("sed -i 's/approved/changes-requested/' rev.sh");
        add("two");
        Site.await(() -> site.get("/api/v1/tasks/SHOP-2/events").contains("changes-requested"));
        assertThat(site.get("/api/v1/tasks/SHOP-2")).doesNotContain("\"status\":\"DONE\"");

        assertThat(site.post(
                        "/api/v1/tasks/SHOP-1/approve",
                        "{\"changes\": \"" + "0".repeat(64) + "\"}"))
                .as("the word for another change")
                .isFalse();
        Site.Outcome approved = site.baton("task", "approve", "SHOP-1");
        assertThat(approved.output())
                .contains("you approve these changes", "  .baton/pipeline.yaml: changed");
        site.awaitStatus("SHOP-1", "DONE");
        assertThat(site.sh("git -C shop.git show main:.baton/pipeline.yaml").strip())
                .isEqualTo(UNREVIEWED.strip());
    }

    @Test
    void aPipelineThatNoTaskCouldBePinnedToIsRefusedBeforeItLands() throws IOException {
        site.pipeline(PIPELINE.formatted(""));
        settings("");
        site.agent("dev.sh", """
                if grep -q 'unknown gate' .baton/in/task.md; then git checkout -q HEAD~1 -- .baton
                else sed -i s/merge-test/merge-tset/ .baton/pipeline.yaml; fi
                echo x >>b.txt
                git add -A && git -c user.name=d -c user.email=d@localhost commit -qm work
                """);
        site.up();
        add("one");
        site.awaitStatus("SHOP-1", "DONE");
        assertThat(site.sh("git -C shop.git show main:.baton/pipeline.yaml"))
                .contains("merge-test");
        assertThat(site.get("/api/v1/tasks/SHOP-1/events"))
                .contains("protected-paths red", "unknown gate 'merge-tset'");
    }

    private String stolen(String start, String environment) throws IOException {
        site.sh("cd seed && printf '#!/bin/sh\\necho deployed\\n' >deploy.sh"
                + " && chmod +x deploy.sh");
        site.pipeline(PIPELINE.formatted(", deploy: {environment: staging}"));
        settings("\n    environments: {staging: {start: '" + start + "'" + environment + "}}");
        site.agent("dev.sh", """
                printf '#!/bin/sh\\nhead -c 8 %1$s/data/token >%1$s/stolen; id >%1$s/ran\\n' \\
                  >deploy.sh
                echo x >>b.txt
                git add -A && git -c user.name=d -c user.email=d@localhost commit -qm work
                """.formatted(folder));
        site.up();
        add("one");
        site.awaitStatus("SHOP-1", "PARKED");
        // The settings name it, so a person is asked first; this one looks badly.
        assertThat(site.get("/api/v1/tasks/SHOP-1/explain")).contains("deploy.sh: changed");
        assertThat(site.post("/api/v1/tasks/SHOP-1/approve", "{}")).isTrue();
        Site.await(() -> site.get("/api/v1/tasks/SHOP-1/explain").contains("from: repository"));
        return site.read("stolen") + site.read("ran");
    }

    @Test
    void aDeployScriptOfTheCommitIsNotRunInThePlaceOfTheOperators() throws IOException {
        assertThat(stolen("./deploy.sh", "")).isEmpty();
        assertThat(site.read("up.log")).contains("expected " + folder + "/deploy.sh, found no");
        assertThat(site.get("/api/v1/tasks/SHOP-1/explain"))
                .contains("expected " + folder + "/deploy.sh");
    }

    @Test
    void aDeployScriptOfTheCommitIsNotRunByAnInterpreter() throws IOException {
        assertThat(stolen("sh deploy.sh", "")).isEmpty();
        assertThat(site.get("/api/v1/tasks/SHOP-1/explain"))
                .contains("names deploy.sh, which is a file of the commit");
    }

    @Test
    void aPipelineThatAsksNobodyBeforeTheRepositorysScriptFilesNoTask() throws IOException {
        site.pipeline(PIPELINE.formatted(", deploy: {environment: staging}"));
        settings("\n    environments: {staging: {start: ./deploy.sh, from: repository}}");
        site.agent("dev.sh", "true\n");
        site.up();
        Site.Outcome refused = site.baton("task", "add", "one");
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.output())
                .contains("environment 'staging' runs the script of the commit", "approval");
    }

    @Test
    void theOperatorsScriptRunsInTheCheckoutOfTheCommit() throws IOException {
        site.pipeline(PIPELINE.formatted(", deploy: {environment: staging}"));
        settings("\n    environments: {staging: {start: ./deploy.sh}}");
        site.agent("deploy.sh", """
                cat b.txt >%1$s/deployed
                [ "$PWD" = "$BATON_CHECKOUT" ] && echo there >>%1$s/deployed
                """.formatted(folder));
        site.agent("dev.sh", """
                printf '#!/bin/sh\\necho theirs >%1$s/deployed\\n' >deploy.sh
                echo hello >>b.txt
                git add -A && git -c user.name=d -c user.email=d@localhost commit -qm work
                """.formatted(folder));
        site.up();
        add("one");
        site.awaitStatus("SHOP-1", "PARKED");
        assertThat(site.baton("explain", "SHOP-1").output()).contains("deploy.sh: added");
        assertThat(site.post("/api/v1/tasks/SHOP-1/approve", "{}")).isTrue();
        site.awaitStatus("SHOP-1", "DONE");
        assertThat(site.read("deployed")).isEqualTo("hello\nthere\n");
    }
}
