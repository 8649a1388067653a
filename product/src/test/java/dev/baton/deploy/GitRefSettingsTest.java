package dev.baton.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.testing.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that move a ref, with a real git and a real repository. */
class GitRefSettingsTest {
    private static final String REF = "refs/heads/env/live";

    @TempDir
    Path folder;

    private EnvironmentSettings commands;
    private String one = "";
    private String two = "";

    @BeforeEach
    void make() throws Exception {
        run("git init -q --bare -b main \"it's.git\" && git init -q -b main here && cd here"
                + " && git config user.name a && git config user.email a@localhost"
                + " && git commit -q --allow-empty -m one && git commit -q --allow-empty -m two"
                + " && git push -q \"../it's.git\" main");
        one = run("git -C here rev-parse main~1").out();
        two = run("git -C here rev-parse main").out();
        commands = new GitRefSettings(folder.resolve("it's.git").toString(), REF)
                .commands(Duration.ofMinutes(1), WindowsSettings.ALWAYS, null);
    }

    private record Ended(int exit, String out) {}

    private Ended run(String command, String... variables) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("BATON_DEPLOY_ID", "SHOP-live-1");
        environment.put("BATON_PREVIOUS_SHA", "");
        environment.put("BATON_ROLLS_BACK", "");
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return ended(builder.start());
    }

    private static Ended ended(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(Eventually.end(process), out.strip());
    }

    private Ended deploy(String sha, String previous, String rollsBack) throws Exception {
        return run(
                "cd here && " + commands.start(),
                "BATON_SHA",
                sha,
                "BATON_PREVIOUS_SHA",
                previous,
                "BATON_ROLLS_BACK",
                rollsBack);
    }

    private String at() throws Exception {
        return run("git -C \"it's.git\" rev-parse --verify -q " + REF).out();
    }

    @Test
    void movesItFromWhatWasHealthyAndBackAgain() throws Exception {
        assertThat(deploy(one, "", "").exit()).isZero();
        assertThat(at()).isEqualTo(one);
        assertThat(deploy(two, one, "").exit()).isZero();
        assertThat(deploy(two, one, "").out()).isEqualTo(REF + " is there already");
        assertThat(deploy(one, one, "SHOP-live-2").exit()).isZero();
        assertThat(at()).isEqualTo(one);
    }

    @Test
    void doesNotOverwriteWhatSomebodyElseMoved() throws Exception {
        run("git -C here push -q \"../it's.git\" " + two + ":" + REF);
        Ended ended = deploy(one, "a".repeat(40), "");
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.out()).endsWith("found " + two + ": somebody else moved it");
        assertThat(at()).isEqualTo(two);
    }

    @Test
    void answersWhereItIs() throws Exception {
        deploy(one, "", "");
        HealthSettings health = Objects.requireNonNull(commands.health());
        String ask = String.valueOf(health.command());
        assertThat(run(ask, "BATON_SHA", one).exit()).isZero();
        assertThat(run(ask, "BATON_SHA", two).out()).isEqualTo(REF + " is at " + one);
        assertThat(run(String.valueOf(commands.status()), "BATON_SHA", two).out())
                .isEqualTo("{\"id\":\"SHOP-live-1\",\"sha\":\"" + two + "\",\"state\":\"absent\"}");
        assertThat(run(String.valueOf(commands.status()), "BATON_SHA", one).out())
                .contains("healthy");
    }

    @Test
    void knowsNothingWithoutTheRepository() throws Exception {
        run("mv \"it's.git\" gone");
        assertThat(run(String.valueOf(commands.status()), "BATON_SHA", one).exit())
                .isEqualTo(1);
        assertThat(deploy(one, "", "").exit()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "refs/heads/env/live, true",
        "refs/tags/v1.2, true",
        "main, false",
        "refs/heads/, false",
        "refs/heads/a..b, false",
        "refs/heads/a;b, false",
        "refs/heads/a.lock, false",
        "refs/notes/x, false"
    })
    void isABranchOrATag(String ref, boolean valid) {
        assertThat(GitRefSettings.valid(ref)).isEqualTo(valid);
    }
}
