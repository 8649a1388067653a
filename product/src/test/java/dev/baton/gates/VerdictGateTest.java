package dev.baton.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Evidence;
import dev.baton.model.Gate;
import dev.baton.model.Judgement;
import dev.baton.model.Sha;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictGateTest {
    private static final String FILE = ".baton/out/review.md";
    private static final Gate.VerdictFile GATE = new Gate.VerdictFile(FILE, List.of("approved"));
    private static final Sha HEAD = new Sha("b".repeat(40));

    @Nested
    class InForm {
        @Test
        void isGreenForAWordThatApproves() {
            assertThat(judge(verdict("approved", HEAD.value(), "")))
                    .isEqualTo(new Judgement.Green("approved for bbbbbbb"));
        }

        @Test
        void isRedForAnyOtherWordWithFindingsAndFreeText() {
            String text = """
                    ---
                    verdict: changes-requested
                    subject: %s
                    findings:
                      - {file: src/Main.java, line: 12, severity: major, text: "prints: Hello"}
                      - text: no test
                    ---
                    I ran it.
                    """.formatted(HEAD);

            assertThat(judge(text))
                    .isEqualTo(new Judgement.Red(
                            "changes-requested for bbbbbbb",
                            List.of(
                                    "src/Main.java:12: major: prints: Hello",
                                    "no test",
                                    "I ran it.")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"ready", "pass", "fail", "changes-requested"})
        void doesNotTakeAKnownWordForAnApproval(String word) {
            assertThat(judge(verdict(word, HEAD.value(), ""))).isInstanceOf(Judgement.Red.class);
        }

        @Test
        void keepsTheFirstFourKilobytesOfTheFreeText() {
            Judgement judgement = judge(verdict("fail", HEAD.value(), "x".repeat(100_000)));

            assertThat(((Judgement.Red) judgement).findings())
                    .containsExactly("x".repeat(4096) + "…");
        }

        @Test
        void takesFreeTextWithMoreFences() {
            assertThat(judge(verdict("approved", HEAD.value(), "one\n---\ntwo")))
                    .isInstanceOf(Judgement.Green.class);
        }

        @Test
        void readsLinesThatEndInCarriageReturns() {
            assertThat(judge(verdict("approved", HEAD.value(), "x").replace("\n", "\r\n")))
                    .isEqualTo(new Judgement.Green("approved for bbbbbbb"));
        }
    }

    @Nested
    class NotInForm {
        @Test
        void saysThatThereIsNoFile() {
            assertInvalid(null, FILE + ": expected a verdict, found no such file");
        }

        @Test
        void saysThatTheFirstLineIsWrong() {
            assertInvalid("", FILE + ": expected '---' as the first line, found an empty file");
            assertInvalid(
                    "Here is my verdict:\n---\n",
                    FILE + ": expected '---' as the first line, found 'Here is my verdict:'");
        }

        @Test
        void saysThatTheEndIsTorn() {
            assertInvalid(
                    "---\nverdict: approved\nsubj",
                    FILE + ": expected a line '---' after the verdict, found the end of the file");
        }

        @Test
        void namesTheSubjectItExpected() {
            assertInvalid(
                    verdict("approved", "c".repeat(40), ""),
                    FILE + ": expected the subject " + HEAD + " (the head), found '"
                            + "c".repeat(40) + "'");
        }

        @Test
        void doesNotTakeAnAbbreviatedSubject() {
            assertInvalid(
                    verdict("approved", "bbbbbbb", ""),
                    FILE + ": expected the subject " + HEAD + " (the head), found 'bbbbbbb'");
        }

        @Test
        void namesTheWordsItKnows() {
            assertInvalid(
                    verdict("LGTM", HEAD.value(), ""),
                    FILE + ":2: verdict: expected one of ready, approved, changes-requested, pass,"
                            + " fail, found 'LGTM'");
        }

        @Test
        void saysWhatIsMissing() {
            assertInvalid(
                    "---\nfindings: []\n---\n",
                    FILE + ":1: verdict: expected a value, found nothing (and 1 more)");
        }

        @Test
        void refusesAKeyItDoesNotKnow() {
            assertInvalid(
                    "---\nverdict: approved\nverdikt: fail\nsubject: " + HEAD + "\n---\n",
                    FILE + ":3: unknown key 'verdikt'; nearest known key: 'verdict'");
        }

        @Test
        void refusesTwoVerdicts() {
            assertInvalid(
                    "---\nverdict: fail\nverdict: approved\nsubject: " + HEAD + "\n---\n",
                    FILE + ":3: verdict: expected a key once, found it again (first at line 2)");
        }

        @Test
        void refusesYamlThatIsABomb() {
            assertThat(judge("---\na: &a [x]\nb: [*a, *a]\n---\n"))
                    .isInstanceOfSatisfying(
                            Judgement.Invalid.class,
                            invalid -> assertThat(invalid.summary())
                                    .startsWith(FILE + ":1: expected YAML"));
        }

        @Test
        void refusesFrontMatterThatIsTooLarge() {
            assertInvalid(
                    verdict("approved", HEAD.value() + "\n# " + "x".repeat(70_000), ""),
                    FILE + ": expected at most 65536 characters between the '---', found 70070");
        }

        private static void assertInvalid(@Nullable String text, String summary) {
            assertThat(judge(text)).isEqualTo(new Judgement.Invalid(summary));
        }
    }

    private static String verdict(String word, String subject, String freeText) {
        return "---\nverdict: " + word + "\nsubject: " + subject + "\n---\n" + freeText;
    }

    private static Judgement judge(@Nullable String text) {
        return VerdictGate.judge(
                GATE, HEAD, new Evidence.OutFile(FILE, text, text == null ? "no such file" : null));
    }
}
