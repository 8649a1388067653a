package dev.baton.setup;

import static dev.baton.setup.Shell.git;
import static dev.baton.setup.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.api.CostView;
import dev.baton.api.TaskView;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes the sample through the pipeline by hand: real git, real agents, no server. */
@Tag("slow")
class DemoSampleTest {
    @TempDir
    Path temp;

    private GitHome home;
    private DemoFolder folder;
    private DemoSample sample;
    private DemoSample.Made made;
    private AgentsByHand agents;

    @BeforeEach
    void makeTheSample() throws IOException {
        Surroundings around = new Here(temp).surroundings();
        home = GitHome.open(around);
        folder = DemoFolder.make("demo", temp, LocalDateTime.of(2026, 11, 23, 21, 30));
        sample = new DemoSample(home.git(), JavaWord.of(around));
        made = sample.make(folder);
        sample.equip(
                folder,
                new DemoSample.Equipment(41873, "quick", "0", "baton up", ""),
                DemoSites.NONE);
        agents = new AgentsByHand(folder, JavaWord.of(around).word());
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void travelsFromFiledToMergedWithOneReturn() throws IOException {
        String rejected = developedAndRejected();
        agents.develop(3).ok();
        String fixed = agents.head();
        assertThat(git(agents.folder(), "diff", "--name-only", rejected, fixed))
                .isEqualTo("Greet.java\nGreetTest.java");
        agents.test("demo-1-v3-tests-1", sample.testCommand()).ok();
        push(fixed);
        agents.review(4).ok();
        assertThat(agents.verdict())
                .startsWith("---\nverdict: approved\nsubject: " + fixed + "\n---\n");

        String merged = merge();
        DemoProof.Found found = new DemoProof(
                        home.git(), folder, sample, made, DemoSites.NONE, DemoStore.SQLITE)
                .look(
                        done(),
                        new DemoHistory(List.of()),
                        ChaosOutcome.NONE,
                        BigDecimal.valueOf(6.4));
        assertThat(found.doubts()).isEmpty();
        DemoReport report = found.report();
        assertThat(report.result()).isEqualTo("done");
        assertThat(report.mergedSha()).isEqualTo(merged).isEqualTo(report.testedSha());
        assertThat(report.rework().commit()).isEqualTo(rejected);
        // 2 pushes, 1 change request, 1 merge, 4 agents, 3 tests
        assertThat(report.effects()).isEqualTo(new DemoReport.Effects(11, 11, 0));
        assertThat(probe(rejected)).isNotZero();
        assertThat(probe(merged)).isZero();
        assertThat(probe(made.seed())).isNotZero();
    }

    /** The head that was sent back. */
    private String developedAndRejected() throws IOException {
        agents.develop(1).ok();
        String rejected = agents.head();
        assertThat(rejected).isNotEqualTo(made.seed());
        assertThat(agents.test("demo-1-v1-tests-1", sample.testCommand()).exit())
                .as("the test does not see the bug")
                .isZero();
        push(rejected);
        git(agents.folder(), "push", "-q", "origin", rejected + ":refs/baton/change/1");

        agents.review(2).ok();
        assertThat(agents.verdict()).isEqualTo("""
                ---
                verdict: changes-requested
                subject: %s
                findings:
                  - {file: Greet.java, line: 8, severity: major, text: "greet fr prints \
                \\"Hello\\", expected \\"Bonjour\\""}
                ---
                Ran the program for the examples of the work item.
                """.formatted(rejected));
        agents.sendBack(2, "Greet.java:8: major: greet fr prints \"Hello\", expected \"Bonjour\"");
        return rejected;
    }

    @Test
    void theTestThatCameWithTheFixSeesTheBug() throws IOException {
        agents.develop(1).ok();
        agents.sendBack(2, "greet fr prints \"Hello\", expected \"Bonjour\"");
        agents.develop(3).ok();
        git(agents.folder(), "checkout", "-q", "HEAD~1", "--", "Greet.java");
        assertThat(agents.test("by-hand", sample.testCommand()).output())
                .contains("expected Bonjour, found Hello");
    }

    @Test
    void aDeveloperWhoWasCutOffIsFinishedByTheNextRun() throws IOException {
        Files.writeString(agents.folder().resolve("Greet.java"), "// language\n");
        agents.develop(1).ok();
        agents.test("by-hand", sample.testCommand()).ok();
        assertThat(git(agents.folder(), "status", "--porcelain")).isEmpty();
    }

    @Test
    void aDeveloperWithNothingToDoSaysSo() throws IOException {
        agents.develop(1).ok();
        String head = agents.head();
        assertThat(agents.develop(1).ok().output()).contains("nothing to do");
        assertThat(agents.head()).isEqualTo(head);
    }

    @Test
    void mergingTwiceOrTheUntestedIsNotProven() throws IOException {
        agents.develop(1).ok();
        push(agents.head());
        String merged = merge();
        git(agents.folder(), "checkout", "-q", "main");
        git(agents.folder(), "commit", "-q", "--allow-empty", "-m", "again");
        git(agents.folder(), "push", "-q", "origin", "main");
        DemoProof.Found found = new DemoProof(
                        home.git(), folder, sample, made, DemoSites.NONE, DemoStore.SQLITE)
                .look(done(), new DemoHistory(List.of()), ChaosOutcome.NONE, BigDecimal.ONE);
        assertThat(found.report().result()).isEqualTo("unproven");
        assertThat(found.doubts())
                .containsExactly(
                        "main: expected the commit that was tested (" + merged + "), found "
                                + git(folder.repository(), "rev-parse", "main"),
                        "main: expected one commit on it, a merge; found 2 commits and 1 merges",
                        "effects: expected each applied once, found 1 repeated");
    }

    private void push(String head) {
        git(agents.folder(), "push", "-q", "origin", head + ":refs/heads/" + AgentsByHand.BRANCH);
    }

    /** Candidate, test on it, and the push of base and marker in one. */
    private String merge() throws IOException {
        Path clone = agents.folder();
        git(clone, "checkout", "-q", "main");
        git(clone, "merge", "-q", "--no-ff", "-m", "DEMO-1", AgentsByHand.BRANCH);
        String candidate = agents.head();
        agents.test("demo-1-v5-merge-test-1", sample.testCommand()).ok();
        git(
                clone,
                "push",
                "-q",
                "--atomic",
                "origin",
                candidate + ":refs/heads/main",
                candidate + ":refs/baton/merge/1");
        return candidate;
    }

    private int probe(String commit) throws IOException {
        Path export = Files.createDirectories(temp.resolve("export-" + commit));
        sh(folder.repository(), "git archive " + commit + " | tar -x -C " + export)
                .ok();
        return sh(export, sample.probeCommand()).exit();
    }

    static TaskView done() {
        return new TaskView(
                "DEMO-1",
                "DEMO",
                DemoSample.TITLE,
                "done",
                "DONE",
                6,
                40,
                null,
                null,
                AgentsByHand.BRANCH,
                "main",
                null,
                null,
                0,
                CostView.NONE,
                List.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                "http://127.0.0.1/tasks/DEMO-1");
    }
}
