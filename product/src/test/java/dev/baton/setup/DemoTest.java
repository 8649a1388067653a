package dev.baton.setup;

import static dev.baton.setup.Shell.git;
import static dev.baton.setup.Shell.sh;
import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.testing.Eventually;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole demo as a person starts it, looked at from the receiving ends with git itself. */
@Tag("slow")
class DemoTest {

    @TempDir
    Path temp;

    private Path out;
    private Path err;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void nameFiles() throws IOException {
        temp = temp.toRealPath();
        out = temp.resolve("out");
        err = temp.resolve("err");
    }

    @AfterEach
    void leaveNothing() {
        started.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    @Test
    void takesAWorkItemFromFiledToProductionWithEveryEffectAppliedOnce() throws Exception {
        Process demo = launched("--json", "--dir", "d");
        assertThat(Eventually.end(demo))
                .as(() -> Folders.text(err) + Folders.text(out) + serverLog())
                .isZero();

        JsonNode report = new JsonMapper().readTree(last(out));
        assertThat(report.path("result").asText()).isEqualTo("done");
        Path repository = Path.of(report.path("repository").asText());
        assertThat(report.path("base_branch").asText()).isEqualTo("main");
        String merged = git(repository, "rev-parse", "main");
        assertThat(report.path("merged_sha").asText()).isEqualTo(merged);
        assertThat(report.path("tested_sha").asText()).isEqualTo(merged);
        assertThat(git(repository, "rev-list", "--count", "--first-parent", "main"))
                .isEqualTo("2");
        assertThat(git(repository, "rev-list", "--count", "--merges", "main")).isEqualTo("1");
        assertThat(Files.readAllLines(
                        Path.of(report.at("/receivers/base_reflog").asText())))
                .as("the sample and one merge")
                .hasSize(2);
        assertThat(git(repository, "for-each-ref", "--format=%(objectname)", "refs/baton/merge"))
                .isEqualTo(merged);

        eachEffectOnce(report);
        assertThat(report.path("deployed_sha").asText()).isEqualTo(merged);
        for (String log : List.of("staging_log", "deploy_log")) {
            assertThat(Files.readAllLines(Path.of(report.at("/receivers/" + log).asText())))
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .endsWith(" " + merged);
        }
        probeTells(report, repository, merged);
        assertThat(Files.readString(err))
                .contains("DEMO-1 \"Greet in the language of the caller\"\n")
                .contains("greet fr prints \"Hello\", expected \"Bonjour\" → development (visit 5)")
                .contains("→ done\n")
                .contains("merged " + merged.substring(0, 7) + " = tested ");
        nothingRuns();
    }

    @Test
    void killedOnTheWayItEndsTheSame() throws Exception {
        Process demo = launched(
                "--json", "--dir", "d", "--pipeline", "quick", "--chaos", "3", "--seed", "5");
        assertThat(Eventually.end(demo))
                .as(() -> Folders.text(err) + Folders.text(out) + serverLog())
                .isZero();
        JsonNode report = new JsonMapper().readTree(last(out));
        assertThat(report.path("result").asText()).isEqualTo("done");
        assertThat(report.path("kills").asInt()).isEqualTo(3);
        assertThat(report.path("seed").asLong()).isEqualTo(5);
        int points = 0;
        for (JsonNode point : report.path("kill_points")) {
            points += point.asInt();
        }
        assertThat(points).isEqualTo(3);
        assertThat(report.path("repeated_effects").asInt()).isZero();
        assertThat(report.path("merged_sha").asText())
                .isEqualTo(report.path("tested_sha").asText())
                .isEqualTo(git(Path.of(report.path("repository").asText()), "rev-parse", "main"));
        assertThat(serverLog().split("server: incarnation", -1))
                .as("each start that came so far")
                .hasSizeGreaterThan(1);
        nothingRuns();
    }

    private static void eachEffectOnce(JsonNode report) {
        assertThat(report.at("/effects/repeated").asInt()).isZero();
        assertThat(report.at("/effects/applied").asInt())
                .as("4 pushes, 1 change request, 1 merge, 7 agents, 3 tests, 2 deploys")
                .isGreaterThanOrEqualTo(18)
                .isEqualTo(report.at("/effects/distinct").asInt());
    }

    private void probeTells(JsonNode report, Path repository, String merged) throws IOException {
        assertThat(report.at("/rework/visits").asInt()).isEqualTo(1);
        String rejected = report.at("/rework/commit").asText();
        String probe = report.at("/rework/probe_command").asText();
        assertThat(sh(export(repository, rejected), probe).exit()).isNotZero();
        assertThat(sh(export(repository, merged), probe).exit()).isZero();
        sh(export(repository, merged), report.path("test_command").asText()).ok();
    }

    @Test
    void servesUntilCtrlCAndLeavesNoProcess() throws Exception {
        int port = Ports.anyFree();
        Process demo =
                launched("--serve", "--dir", "d", "--pipeline", "quick", "--port", "" + port);
        says(demo, "The server stays up");
        assertThat(Ports.free(port)).isFalse();
        interrupt(demo);
        assertThat(Ports.free(port)).isTrue();
        assertThat(Files.readString(out)).contains("Stopped the server. Kept in ./d:\n");
        nothingRuns();
    }

    @Test
    void ctrlCInTheMiddleLeavesNoProcessAndSaysWhatIsKept() throws Exception {
        Process demo = withoutLauncher("--dir", "d", "--pipeline", "quick");
        says(demo, "developer started");
        interrupt(demo);
        assertThat(Files.readString(out))
                .contains("Stopped the server")
                .contains("Kept in ./d:\n  git -C ./d/greet.git log --graph --oneline --all\n")
                .doesNotContain("merged ");
        nothingRuns();
    }

    /** As a person types it; the launcher becomes the demo. */
    private Process launched(String... arguments) throws IOException {
        return demo(
                List.of(Path.of(System.getProperty("baton.root"), "baton").toString()), arguments);
    }

    /** As somebody starts it who has the jars alone. */
    private Process withoutLauncher(String... arguments) throws IOException {
        return demo(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        "dev.baton.main.Main"),
                arguments);
    }

    private Process demo(List<String> baton, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(baton);
        command.add("demo");
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(temp.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        started.add(process);
        return process;
    }

    /** Its relative entries are relative to the folder of this test run, not of the demo. */
    private static String classPath() {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getProperty("java.class.path"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void says(Process demo, String words) throws IOException {
        await().until(() -> Files.readString(out).contains(words) || !demo.isAlive());
        assertThat(Files.readString(out)).as(Files.readString(err)).contains(words);
    }

    private static void interrupt(Process demo) throws Exception {
        assertThat(new ProcessBuilder("kill", "-INT", "" + demo.pid()).start().waitFor())
                .isZero();
        assertThat(Eventually.end(demo)).isEqualTo(Demo.INTERRUPTED);
    }

    private String serverLog() {
        return Folders.text(temp.resolve("d/server.log"));
    }

    /** Neither the server nor anything of a run: nothing names the folder on its command line. */
    private void nothingRuns() {
        Path folder = temp.resolve("d");
        assertThat(new Leftovers(Path.of("/proc"), folder).alive()).isEmpty();
        assertThat(ProcessHandle.allProcesses()
                        .filter(process -> process.info()
                                .commandLine()
                                .orElse("")
                                .contains(folder.toString())))
                .isEmpty();
    }

    private Path export(Path repository, String commit) throws IOException {
        Path export = Files.createTempDirectory(temp, "export");
        sh(repository, "git archive " + commit + " | tar -x -C " + export).ok();
        return export;
    }

    private static String last(Path file) throws IOException {
        return Files.readAllLines(file).getLast();
    }
}
