package dev.baton.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiving end of deploys, with the real commands of the sample. */
class DemoSitesTest {
    private static final String SHA = "5a99588a189646b57147af6d79b31a69ac15e4cd";

    @TempDir
    Path temp;

    private DemoFolder folder;
    private DemoSites sites;

    @BeforeEach
    void equip() throws IOException {
        Surroundings around = new Here(temp).surroundings();
        folder = DemoFolder.make("demo", temp, LocalDateTime.of(2026, 11, 23, 21, 30));
        sites = DemoSites.start(folder);
        try (GitHome home = GitHome.open(around)) {
            new DemoSample(home.git(), JavaWord.of(around))
                    .equip(
                            folder,
                            new DemoSample.Equipment(41873, "standard", "0", "baton up", ""),
                            sites);
        }
    }

    @AfterEach
    void close() {
        sites.close();
    }

    @Test
    void oneDeployToEachIsProven() throws Exception {
        assertThat(status("staging", "1")).contains("\"state\":\"absent\"");
        deploy("staging", "1", SHA);
        deploy("production", "2", SHA);
        assertThat(status("staging", "1"))
                .isEqualTo("{\"id\":\"1\",\"sha\":\"" + SHA + "\",\"state\":\"healthy\"}");
        assertThat(DemoSites.doubts(sites.look(), SHA)).isEmpty();
    }

    @Test
    void aDeployTooMuchOrMissingIsNotProven() throws Exception {
        deploy("staging", "1", SHA);
        deploy("staging", "1", SHA);
        assertThat(DemoSites.doubts(sites.look(), SHA))
                .containsExactly(
                        "staging: expected one deploy, found 2 in "
                                + folder.site("staging").resolve("deploys.log"),
                        "production: expected one deploy, found 0 in "
                                + folder.site("production").resolve("deploys.log"),
                        "production (" + url("production") + "): expected it to answer " + SHA
                                + ", found null");
        DemoReport.Effects effects = new DemoReceivers(
                        new Reflogs(folder.repository()),
                        new RunLogs(folder.data()),
                        new DemoSample.Made(folder.repository(), "main", SHA),
                        sites.look())
                .effects();
        assertThat(effects).isEqualTo(new DemoReport.Effects(2, 1, 1));
    }

    @Test
    void anotherCommitThanTheMergedIsNotProven() throws Exception {
        deploy("staging", "1", SHA);
        deploy("production", "2", "1234");
        assertThat(DemoSites.doubts(sites.look(), SHA))
                .containsExactly("production (" + url("production") + "): expected it to answer "
                        + SHA + ", found 1234");
    }

    private String url(String environment) {
        return sites.find(environment).orElseThrow().url();
    }

    private void deploy(String environment, String id, String sha) throws Exception {
        run("deploy.sh", environment, id, sha);
    }

    private String status(String environment, String id) throws Exception {
        return run("status.sh", environment, id, SHA).strip();
    }

    private String run(String script, String environment, String id, String sha) throws Exception {
        Path checkout = Files.createDirectories(temp.resolve("checkout"));
        Files.writeString(checkout.resolve("Greet.java"), "class Greet {}");
        ProcessBuilder builder = new ProcessBuilder(
                        List.of(folder.deploy().resolve(script).toString()))
                .directory(checkout.toFile())
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "BATON_DEPLOY_ID", id, "BATON_ENVIRONMENT", environment, "BATON_SHA", sha));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
