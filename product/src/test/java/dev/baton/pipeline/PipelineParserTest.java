package dev.baton.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.Gate;
import dev.baton.model.GateSubject;
import dev.baton.model.HygieneRules;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Pipeline;
import dev.baton.model.Role;
import dev.baton.model.Stage;
import dev.baton.model.Stage.CommitPolicy;
import dev.baton.model.Stage.StageEffect;
import dev.baton.model.StageId;
import dev.baton.yaml.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineParserTest {
    private static final Set<Role> ROLES = Set.of(new Role("developer"), new Role("reviewer"));
    private static final Set<String> ENVIRONMENTS = Set.of("staging", "production");

    /** The pipeline of CONTRACT §2, comments and all. */
    private static final String CONTRACT = """
            stages:
              - name: development
                role: developer                       # one agent per stage at most
                prompt: .baton/prompts/developer.md   # default: the built-in template of the role
                gates:                                # in order
                  - not-empty
                  - tests: {command: "./mvnw -q verify", timeout: 20m, retries: 0}
                effects: [push, change-request]
                on-red: development                   # same stage = retry
                max-visits: 5                         # then parked
              - name: review
                role: reviewer
                gates: [verdict: {file: .baton/out/review.md, approve: [approved]}]
                on-red: development
              - name: merge
                gates: [merge-test: {command: "./mvnw -q verify"}]
                effects: [merge]
                on-red: development
            """;

    @Nested
    class Valid {
        @Test
        void readsThePipelineOfTheContract() {
            Pipeline pipeline = PipelineParser.parse("p.yaml", CONTRACT, ROLES, ENVIRONMENTS)
                    .orFail();

            assertThat(pipeline.stages()).containsExactly(development(), review(), merge());
        }

        private static Stage development() {
            return new Stage(
                    new StageId("development"),
                    new Role("developer"),
                    ".baton/prompts/developer.md",
                    List.of(
                            new Gate.NotEmpty(),
                            new Gate.Hygiene(GateSubject.HEAD, HygieneRules.DEFAULT),
                            new Gate.Tests("./mvnw -q verify", Duration.ofMinutes(20), 0)),
                    List.of(StageEffect.PUSH, StageEffect.CHANGE_REQUEST),
                    new StageId("development"),
                    5,
                    null,
                    CommitPolicy.BATON);
        }

        private static Stage review() {
            return new Stage(
                    new StageId("review"),
                    new Role("reviewer"),
                    null,
                    List.of(new Gate.VerdictFile(".baton/out/review.md", List.of("approved"))),
                    List.of(),
                    new StageId("development"),
                    5,
                    null,
                    CommitPolicy.BATON);
        }

        private static Stage merge() {
            return new Stage(
                    new StageId("merge"),
                    null,
                    null,
                    List.of(
                            new Gate.Hygiene(GateSubject.MERGE, HygieneRules.DEFAULT),
                            Gate.ProtectedPaths.DEFAULT,
                            new Gate.MergeTest("./mvnw -q verify", Duration.ofMinutes(20), 0)),
                    List.of(StageEffect.MERGE),
                    new StageId("development"),
                    5,
                    null,
                    CommitPolicy.BATON);
        }

        @Test
        void bindsThePipelineToItsText() {
            assertThat(PipelineParser.parse("p", CONTRACT).orFail().digest())
                    .isEqualTo(PipelineParser.digest(CONTRACT))
                    .matches("[0-9a-f]{64}")
                    .isNotEqualTo(PipelineParser.digest(CONTRACT + " "));
            assertThat(PipelineParser.digest("abc"))
                    .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }

        @Test
        void readsEveryKeyOfAStage() {
            Stage stage = stage("""
                    stages:
                      - {name: a, role: developer, gates: [tests: {command: x, timeout: 90s,
                         retries: 2}], max-visits: 2, attempts: 3, commit: agent}
                    """);

            assertThat(stage.gates())
                    .containsExactly(new Gate.Tests("x", Duration.ofSeconds(90), 2));
            assertThat(stage.visitsMax()).isEqualTo(2);
            assertThat(stage.attemptsMax()).isEqualTo(3);
            assertThat(stage.commit()).isEqualTo(CommitPolicy.AGENT);
        }

        @Test
        void fillsInWhatIsNotSaid() {
            Stage stage = stage("stages: [{name: look, role: reviewer, gates: [verdict]}]");

            assertThat(stage.onRed()).isEqualTo(new StageId("look"));
            assertThat(stage.visitsMax()).isEqualTo(5);
            assertThat(stage.attemptsMax()).isNull();
            assertThat(stage.prompt()).isNull();
            assertThat(stage.gates())
                    .containsExactly(
                            new Gate.VerdictFile(".baton/out/look.md", List.of("approved")));
        }

        @Test
        void doesNotAskForTheAgentsOfAPinnedPipeline() {
            assertThat(PipelineParser.parse("pinned", CONTRACT)).isInstanceOf(Parsed.Valid.class);
        }

        private static Stage stage(String yaml) {
            return PipelineParser.parse("p", yaml, ROLES, ENVIRONMENTS)
                    .orFail()
                    .stages()
                    .getFirst();
        }
    }

    @Nested
    class Invalid {
        @Test
        void namesEveryProblemAtOnceWithFileAndLine() {
            assertThat(problems("""
                    stages:
                      - name: development
                        role: develper
                        gates: [not-emty]
                        max-visits: 0
                      - name: review
                        role: reviewer
                        on-red: merge
                        on-rde: development
                      - name: merge
                        effects: [marge]
                    """))
                    .containsExactly(
                            "p.yaml:3: stage 'development': unknown role 'develper': the project"
                                    + " maps it to no agent; nearest known role: 'developer'",
                            "p.yaml:4: unknown gate 'not-emty'; nearest known gate: 'not-empty'",
                            "p.yaml:5: stages[0].max-visits: expected a whole number of at least 1,"
                                    + " found '0'",
                            "p.yaml:8: stage 'review': expected this stage or an earlier one, found"
                                    + " 'merge', which comes later: red never goes forward",
                            "p.yaml:9: unknown key 'stages[1].on-rde'; nearest known key: 'on-red'",
                            "p.yaml:11: unknown effect 'marge'; nearest known effect: 'merge'");
        }

        @Test
        void refusesAStageAfterDone() {
            assertThat(problems("""
                    stages:
                      - {name: a, role: developer}
                      - {name: done}
                      - {name: b, role: developer}
                    """))
                    .containsExactly(
                            "p.yaml:3: stage 'done': expected a name of your own, found a reserved"
                                    + " one",
                            "p.yaml:4: stage 'b': can never be reached: it comes after 'done'");
        }

        @Test
        void refusesAStageOfANameThatIsThere() {
            assertThat(problems("""
                    stages:
                      - {name: a, role: developer}
                      - {name: a, role: reviewer}
                    """))
                    .containsExactly("p.yaml:3: stage 'a': can never be reached: a stage of that"
                            + " name is at line 2");
        }

        @Test
        void refusesRedThatGoesNowhere() {
            assertThat(problems("stages: [{name: develop, role: developer, on-red: devlop}]"))
                    .containsExactly("p.yaml:1: stage 'develop': unknown stage 'devlop'; nearest"
                            + " known stage: 'develop'");
        }

        @Test
        void refusesRedInAStageThatNobodyCanMend() {
            assertThat(problems("""
                    stages:
                      - {name: a, role: developer}
                      - {name: check, gates: [tests: {command: x}]}
                    """))
                    .containsExactly("p.yaml:3: stage 'check': expected an earlier stage, found"
                            + " this one, which has no agent that could mend what is red");
        }

        @Test
        void refusesAMergeThatWasNotTested() {
            assertThat(problems("stages: [{name: a, role: developer, effects: [merge]}]"))
                    .containsExactly("p.yaml:1: stage 'a': effect 'merge': expected gate"
                            + " 'merge-test' in the same stage, found none: what moves the base"
                            + " must have been tested");
        }

        @Test
        void refusesAMergeTestThatLandsNothing() {
            assertThat(problems("stages: [{name: a, role: developer, gates:"
                            + " [merge-test: {command: x}]}]"))
                    .containsExactly("p.yaml:1: stage 'a': gate 'merge-test': expected effect"
                            + " 'merge' in the same stage, found none: the tested commit would"
                            + " never land");
        }

        @Test
        void refusesASecondMerge() {
            assertThat(problems("""
                    stages:
                      - {name: a, role: developer, gates: [merge-test: {command: x}],
                         effects: [merge]}
                      - {name: b, role: developer, gates: [merge-test: {command: x}],
                         effects: [merge]}
                    """))
                    .containsExactly("p.yaml:5: stage 'b': effect 'merge': expected in one stage,"
                            + " found it in an earlier one too");
        }

        @Test
        void refusesAChangeRequestWithoutABranch() {
            assertThat(problems("stages: [{name: a, role: developer, effects: [change-request]}]"))
                    .containsExactly("p.yaml:1: stage 'a': effect 'change-request': expected effect"
                            + " 'push' before it, found none: there would be no branch to ask for");
        }

        @Test
        void refusesGatesThatHaveNothingToJudge() {
            assertThat(problems("stages: [{name: a, role: developer},"
                            + " {name: b, gates: [verdict], on-red: a}]"))
                    .containsExactly("p.yaml:1: stage 'b': gate 'verdict' judges what the agent of"
                            + " its stage left: expected a role, found none");
            assertThat(problems("stages: [{name: a, effects: [push]}]"))
                    .containsExactly("p.yaml:1: stage 'a': expected an agent in this stage or an"
                            + " earlier one, found none: there would be no commit to judge or to"
                            + " push");
        }

        @Test
        void refusesAGateOnTheHeadThatHoldsTheQueue() {
            assertThat(problems("stages: [{name: a, role: developer, gates: [merge-test:"
                            + " {command: x}, not-empty], effects: [merge]}]"))
                    .containsExactly("p.yaml:1: stage 'a': gate 'not-empty' judges the head:"
                            + " expected it before the gates on the merge candidate, which hold"
                            + " the merge queue");
        }

        @Test
        void refusesWhatIsThereTwice() {
            assertThat(problems("stages: [{name: a, role: developer, gates: [not-empty, not-empty],"
                            + " effects: [push, push]}]"))
                    .containsExactlyInAnyOrder(
                            "p.yaml:1: gate 'not-empty': expected once in a stage, found it again",
                            "p.yaml:1: effect 'push': expected once in a stage, found it again");
        }

        @Test
        void refusesARoleThatIsAGate() {
            assertThat(problems("stages: [{name: a, role: tests}]"))
                    .contains("p.yaml:1: stage 'a': expected a role, found 'tests', which is a"
                            + " gate");
        }

        @Test
        void refusesATestWithoutACommand() {
            assertThat(problems("stages: [{name: a, role: developer, gates: [tests]}]"))
                    .containsExactly("p.yaml:1: gate 'tests': expected a command, found none."
                            + " Next: write tests: {command: \"…\"}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "../review.md",
                    "/etc/passwd",
                    ".baton/in/task.md",
                    ".baton/out/../in/task.md",
                    ".baton/out/",
                    ".baton/out//x.md",
                    ".baton/outside.md"
                })
        void refusesAVerdictFileOutsideItsFolder(String file) {
            assertThat(problems("stages: [{name: a, role: developer, gates: [verdict: {file: '"
                            + file + "'}]}]"))
                    .containsExactly("p.yaml:1: stages[0].gates.verdict.file: expected a path"
                            + " inside .baton/out/, found '" + file + "'");
        }

        @ParameterizedTest
        @CsvSource({"clean-tree, gate", "forge-status, gate", "forge-review, gate"})
        void saysThatAWordOfALaterVersionIsNotAvailable(String word, String kind) {
            assertThat(problems("stages: [{name: a, role: developer, %ss: [%s]}]"
                            .formatted(kind, word)))
                    .containsExactly(
                            "p.yaml:1: " + kind + " '" + word + "': not available in this version");
        }

        @Test
        void refusesAnArtifactAndItsGateWithoutEachOther() {
            assertThat(problems("stages: [{name: a, role: developer, artifact: x.md}]"))
                    .containsExactly("p.yaml:1: stages[0].artifact: expected the gate 'artifact'"
                            + " beside it, found none");
            assertThat(problems("stages: [{name: a, role: developer, gates: [artifact]}]"))
                    .containsExactly("p.yaml:1: gate 'artifact': expected the key 'artifact' in"
                            + " its stage, found none. Next: write artifact:"
                            + " docs/tasks/{task}/a.md");
        }

        @ParameterizedTest
        @ValueSource(strings = {"../x.md", "/x.md", ".baton/out/x.md", "docs/{key}.md", "a//b"})
        void refusesAnArtifactThatIsNoFileOfTheRepository(String path) {
            assertThat(problems("stages: [{name: a, role: developer, gates: [artifact],"
                            + " artifact: '" + path + "'}]"))
                    .containsExactly("p.yaml:1: stages[0].artifact: expected a path inside the"
                            + " repository and outside .baton, which may hold {task}, found '"
                            + path + "'");
        }

        @Test
        void refusesADeployThatNamesNoEnvironmentOfTheProject() {
            assertThat(problems("""
                    stages:
                      - {name: a, role: developer, effects: [merge],
                         gates: [merge-test: {command: x}, deploy: {environment: stagin}]}
                    """))
                    .containsExactly("p.yaml:3: stage 'a': gate 'deploy': unknown environment"
                            + " 'stagin': the project has none of that name in baton.yaml"
                            + " (environments); nearest known environment: 'staging'");
            assertThat(problems("stages: [{name: a, role: developer, gates: [deploy]}]"))
                    .contains("p.yaml:1: gate 'deploy': expected an environment of lower-case"
                            + " letters, digits and dashes (at most 40), found none. Next: write"
                            + " deploy: {environment: staging}");
        }

        @Test
        void refusesADeployOfWhatNeverLands() {
            assertThat(problems("stages: [{name: a, role: developer,"
                            + " gates: [deploy: {environment: staging}]}]"))
                    .containsExactly("p.yaml:1: stage 'a': gate 'deploy': expected effect 'merge'"
                            + " in the same stage or an earlier one, found none: the tested commit"
                            + " would never land");
        }

        @Test
        void aDeployIsNoTestOfAMerge() {
            assertThat(problems("stages: [{name: a, role: developer, effects: [merge],"
                            + " gates: [deploy: {environment: staging}]}]"))
                    .containsExactly("p.yaml:1: stage 'a': effect 'merge': expected gate"
                            + " 'merge-test' in the same stage, found none: what moves the base"
                            + " must have been tested");
        }

        @Test
        void refusesUnknownVerdictsPoliciesAndPrompts() {
            assertThat(problems("""
                    stages:
                      - name: a
                        role: developer
                        prompt: ../../secret.md
                        commit: batn
                        gates:
                          - verdict: {approve: [aproved]}
                    """))
                    .containsExactly(
                            "p.yaml:4: stages[0].prompt: expected a path inside the repository,"
                                    + " found '../../secret.md'",
                            "p.yaml:5: stages[0].commit: unknown policy 'batn'; nearest known"
                                    + " policy: 'baton'",
                            "p.yaml:7: stages[0].gates.verdict.approve: unknown verdict 'aproved';"
                                    + " nearest known verdict: 'approved'");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Review", "a b", "-a", "a/b", "ä"})
        void refusesANameThatIsNoStage(String name) {
            assertThat(problems("stages: [{name: '" + name + "', role: developer}]"))
                    .containsExactly("p.yaml:1: stages[0].name: expected lower-case letters, digits"
                            + " and dashes (at most 40), found '" + name + "'");
        }

        @Test
        void refusesATextWithoutStages() {
            assertThat(problems("stage: []"))
                    .containsExactly(
                            "p.yaml:1: unknown key 'stage'; nearest known key: 'stages'",
                            "p.yaml:1: stages: expected at least one stage, found none");
            assertThat(problems("stages: []"))
                    .containsExactly("p.yaml:1: stages: expected at least one stage, found none");
        }

        @Test
        void failsWithEveryProblemWhereNobodyHandlesThem() {
            Parsed parsed = PipelineParser.parse("p.yaml", "stages: [{name: A}]");

            assertThatThrownBy(parsed::orFail)
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessage("pipeline: expected no problem, found 1:\n"
                            + "p.yaml:1: stages[0].name: expected lower-case letters, digits and"
                            + " dashes (at most 40), found 'A'");
        }

        private static List<String> problems(String yaml) {
            return switch (PipelineParser.parse("p.yaml", yaml, ROLES, ENVIRONMENTS)) {
                case Parsed.Valid valid -> List.of();
                case Parsed.Invalid invalid ->
                    invalid.problems().stream().map(Problem::toString).toList();
            };
        }
    }
}
