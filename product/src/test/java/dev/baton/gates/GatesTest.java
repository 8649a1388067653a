package dev.baton.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Evidence;
import dev.baton.model.EvidenceRow;
import dev.baton.model.Gate;
import dev.baton.model.Judgement;
import dev.baton.model.RunState;
import dev.baton.model.Sha;
import dev.baton.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GatesTest {
    private static final Sha START = new Sha("a".repeat(40));
    private static final Sha HEAD = new Sha("b".repeat(40));
    private static final Sha OTHER = new Sha("c".repeat(40));
    private static final Gate TESTS = new Gate.Tests("./t.sh", Duration.ofMinutes(20), 0);

    @Nested
    class ProtectedPaths {
        private static final Evidence.ProtectedChanges CHANGES = new Evidence.ProtectedChanges(
                "0a", 2, List.of("Jenkinsfile: added", "ci/t.sh: removed"), List.of(), null);

        private static Judgement of(Gate gate, Evidence.ProtectedChanges changes) {
            return judge(gate, HEAD, row("protected-paths", HEAD, changes));
        }

        @Test
        void waitsForAPersonWithTheNames() {
            assertThat(of(Gate.ProtectedPaths.DEFAULT, CHANGES))
                    .isEqualTo(new Judgement.Pending(
                            "changes 2 protected paths: Jenkinsfile: added, ci/t.sh: removed; a"
                                    + " person has to approve that",
                            CHANGES.names()));
        }

        @Test
        void isGreenOnceSomebodyAgreed() {
            assertThat(of(Gate.ProtectedPaths.DEFAULT, CHANGES.agreedBy("approved by ann")))
                    .isInstanceOfSatisfying(
                            Judgement.Green.class,
                            green -> assertThat(green.summary()).endsWith("; approved by ann"));
            assertThat(of(Gate.ProtectedPaths.DEFAULT, Evidence.ProtectedChanges.NONE))
                    .isInstanceOf(Judgement.Green.class);
        }

        @Test
        void isRedWhereNobodyMayAgree() {
            assertThat(of(
                            new Gate.ProtectedPaths(List.of(), Map.of(), false),
                            CHANGES.agreedBy("approved by ann")))
                    .isInstanceOf(Judgement.Red.class);
        }

        @Test
        void isRedForABrokenPipelineWhoeverAgreed() {
            assertThat(of(
                            Gate.ProtectedPaths.DEFAULT,
                            CHANGES.with(List.of("p:1: no")).agreedBy("approved by ann")))
                    .isEqualTo(new Judgement.Red(
                            "expected a pipeline that the next task can be pinned to, found p:1:"
                                    + " no",
                            List.of("p:1: no")));
        }

        @Test
        void evidenceOfAnotherCommitIsNone() {
            assertThat(judge(
                            Gate.ProtectedPaths.DEFAULT,
                            OTHER,
                            row("protected-paths", HEAD, CHANGES)))
                    .isInstanceOf(Judgement.Undecided.class);
        }
    }

    @Nested
    class NotEmpty {
        @Test
        void isGreenForCommitsThatChangeFiles() {
            assertThat(work(HEAD, List.of("a", "b"), List.of()))
                    .isEqualTo(new Judgement.Green("2 files changed"));
        }

        @Test
        void isRedWithoutACommit() {
            assertThat(work(START, List.of(), List.of()))
                    .isEqualTo(new Judgement.Red(
                            "expected commits that change files, found no new commit: the branch is"
                                    + " still at aaaaaaa",
                            List.of()));
        }

        @Test
        void isRedForCommitsThatChangeNothing() {
            assertThat(work(HEAD, List.of(), List.of()))
                    .isEqualTo(new Judgement.Red(
                            "expected commits that change files, found new commits that change no"
                                    + " file: aaaaaaa and bbbbbbb have the same files",
                            List.of()));
        }

        @Test
        void isRedForWhatTheAgentHadToCommit() {
            assertThat(work(HEAD, List.of("a"), List.of("b")))
                    .isEqualTo(new Judgement.Red(
                            "expected every change committed by the agent (commit: agent), found 1"
                                    + " file uncommitted",
                            List.of("b: not committed")));
        }

        @Test
        void saysWhatWasOddAboutTheClone() {
            List<String> odd = List.of("the branch is gone from the clone");
            var nothing = new Evidence.Work(START, START, List.of(), List.of(), odd);
            assertThat(judge(new Gate.NotEmpty(), START, row("work", START, nothing)))
                    .isInstanceOfSatisfying(
                            Judgement.Red.class,
                            red -> assertThat(red.findings()).isEqualTo(odd));
            var some = new Evidence.Work(START, HEAD, List.of("a"), List.of(), odd);
            assertThat(judge(new Gate.NotEmpty(), HEAD, row("work", HEAD, some)))
                    .isEqualTo(new Judgement.Green(
                            "1 file changed; the branch is gone from the clone"));
        }

        private static Judgement work(Sha head, List<String> changed, List<String> left) {
            return judge(
                    new Gate.NotEmpty(),
                    head,
                    row("work", head, new Evidence.Work(START, head, changed, left)));
        }
    }

    @Nested
    class CommandEnd {
        @Test
        void isGreenForExitCodeZero() {
            assertThat(exited(0, "ok"))
                    .isEqualTo(new Judgement.Green("'./t.sh' at bbbbbbb: exit code 0"));
        }

        @Test
        void isRedForAnotherExitCodeWithTheEndOfTheLog() {
            assertThat(exited(1, "FooTest failed\n"))
                    .isEqualTo(new Judgement.Red(
                            "'./t.sh' at bbbbbbb: expected exit code 0, found 1",
                            List.of("the end of its output:\nFooTest failed")));
            assertThat(exited(137, ""))
                    .isEqualTo(new Judgement.Red(
                            "'./t.sh' at bbbbbbb: expected exit code 0, found 137 (ended by signal"
                                    + " 9)",
                            List.of()));
        }

        @Test
        void cannotJudgeByACommandThatDidNotRun() {
            assertThat(exited(127, "sh: 1: ./t.sh: not found"))
                    .isEqualTo(new Judgement.Undecided(
                            "'./t.sh' at bbbbbbb: expected a command, found none of that name (exit"
                                    + " code 127): sh: 1: ./t.sh: not found"));
            assertThat(exited(126, ""))
                    .isEqualTo(new Judgement.Undecided(
                            "'./t.sh' at bbbbbbb: expected a program, found it not executable (exit"
                                    + " code 126)"));
        }

        @Test
        void isRedForACommandThatNeverEnds() {
            assertThat(end(RunState.TIMED_OUT, null, "", "still here"))
                    .isEqualTo(new Judgement.Red(
                            "'./t.sh' at bbbbbbb: expected an end within 20m, found it still"
                                    + " running; it was killed",
                            List.of("the end of its output:\nstill here")));
        }

        @ParameterizedTest
        @EnumSource(
                names = {"EXITED", "TIMED_OUT", "INTENDED", "RUNNING"},
                mode = EnumSource.Mode.EXCLUDE)
        void cannotJudgeByARunThatSaysNothing(RunState state) {
            assertThat(end(state, null, "power cut", "half a log"))
                    .isEqualTo(new Judgement.Undecided("'./t.sh' at bbbbbbb: expected an exit code,"
                            + " found the run " + state + " (power cut)"));
        }

        private static Judgement exited(int code, String log) {
            return end(RunState.EXITED, code, "", log);
        }

        private static Judgement end(
                RunState state, @Nullable Integer code, String reason, String log) {
            return judge(
                    TESTS,
                    HEAD,
                    row("tests", HEAD, new Evidence.CommandEnd(state, code, reason, log)));
        }
    }

    @Nested
    class Binding {
        @Test
        void doesNotTakeEvidenceOfAnotherCommit() {
            Evidence green = new Evidence.CommandEnd(RunState.EXITED, 0, "", "");

            assertThat(judge(TESTS, HEAD, row("tests", OTHER, green)))
                    .isEqualTo(new Judgement.Undecided(
                            "expected evidence 'tests' of bbbbbbb, found none"));
        }

        @Test
        void doesNotTakeEvidenceOfAnotherGate() {
            Evidence green = new Evidence.CommandEnd(RunState.EXITED, 0, "", "");

            assertThat(judge(TESTS, HEAD, row("merge-test", HEAD, green)))
                    .isInstanceOf(Judgement.Undecided.class);
        }

        @Test
        void takesTheNewest() {
            Evidence red = new Evidence.CommandEnd(RunState.EXITED, 1, "", "");
            Evidence green = new Evidence.CommandEnd(RunState.EXITED, 0, "", "");

            assertThat(judge(TESTS, HEAD, row("tests", HEAD, red), row("tests", HEAD, green)))
                    .isInstanceOf(Judgement.Green.class);
        }

        @Test
        void readsTheVerdictFromTheGatesOwnFile() {
            Gate verdict = new Gate.VerdictFile(".baton/out/review.md", List.of("approved"));
            Evidence file = new Evidence.OutFile(
                    ".baton/out/review.md",
                    "---\nverdict: approved\nsubject: " + HEAD + "\n---\n",
                    null);

            assertThat(judge(verdict, HEAD, row("out:.baton/out/review.md", HEAD, file)))
                    .isEqualTo(new Judgement.Green("approved for bbbbbbb"));
            assertThat(judge(verdict, HEAD, row("out:.baton/out/other.md", HEAD, file)))
                    .isEqualTo(new Judgement.Undecided("expected evidence"
                            + " 'out:.baton/out/review.md' of bbbbbbb, found none"));
        }
    }

    private static Judgement judge(Gate gate, Sha subject, EvidenceRow... rows) {
        return new Gates().judge(gate, subject, List.of(rows));
    }

    private static EvidenceRow row(String name, Sha subject, Evidence evidence) {
        return new EvidenceRow(
                new TaskId(1), name, subject, "shop-1-v1-developer-1", evidence, Instant.EPOCH);
    }
}
