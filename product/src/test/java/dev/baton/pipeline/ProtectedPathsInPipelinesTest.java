package dev.baton.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Gate;
import dev.baton.model.Pipeline;
import dev.baton.model.StageId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The gate that stands where something lands, whether a pipeline names it or not. */
class ProtectedPathsInPipelinesTest {
    private static final String STAGES = """
            stages:
              - {name: a, role: developer, gates: [not-empty], effects: [push]}
              - {name: b, gates: [%s], effects: [merge], on-red: a}
            """;

    private static List<Gate> gates(String gates) {
        Pipeline pipeline = PipelineParser.parse("p", STAGES.formatted(gates)).orFail();
        return pipeline.stage(new StageId("b")).gates();
    }

    private static String problems(String gates) {
        return ((Parsed.Invalid) PipelineParser.parse("p", STAGES.formatted(gates))).message();
    }

    @Test
    void isAddedAfterTheGatesOnTheHeadAndBeforeWhatRunsTheCandidate() {
        assertThat(gates("approval, deploy: {environment: x}, merge-test: {command: t}"))
                .map(Gate::name)
                .containsExactly("approval", "hygiene", "protected-paths", "deploy", "merge-test");
    }

    @Test
    void isAddedToPresetsToo() {
        for (String preset : List.of("quick", "standard")) {
            Pipeline pipeline =
                    PipelineParser.parse(preset, Presets.yaml(preset, "t")).orFail();
            assertThat(pipeline.stages().stream().flatMap(stage -> stage.gates().stream()))
                    .as(preset)
                    .filteredOn(Gate.ProtectedPaths.DEFAULT::equals)
                    .hasSize(1);
        }
    }

    @Test
    void isAddedToNoStageThatDoesNotLand() {
        Pipeline pipeline = PipelineParser.parse("p", STAGES.formatted("merge-test: {command: t}"))
                .orFail();
        assertThat(pipeline.stage(new StageId("a")).gates())
                .noneMatch(Gate.ProtectedPaths.class::isInstance);
    }

    @Test
    void whereItIsNamedItExtendsWhatIsProtected() {
        assertThat(gates("protected-paths: {paths: [ops/**], except: {.github/x: generated},"
                        + " approval: none}, merge-test: {command: t}"))
                .contains(new Gate.ProtectedPaths(
                        List.of("ops/**"), Map.of(".github/x", "generated"), false));
    }

    @Test
    void anExceptionNeedsItsReason() {
        assertThat(problems("protected-paths: {except: {x: ''}}, merge-test: {command: t}"))
                .contains("expected the reason why 'x' is not protected");
    }

    @Test
    void nothingRunsBeforeIt() {
        assertThat(problems("merge-test: {command: t}, protected-paths"))
                .contains("expected it before the other gates on the merge candidate");
    }

    @Test
    void wordsThatMeanNothingAreRefused() {
        assertThat(problems("protected-paths: {approval: me}, merge-test: {command: t}"))
                .contains("expected 'approver'");
        assertThat(problems("protected-paths: {paths: [/etc]}, merge-test: {command: t}"))
                .contains("expected a pattern of paths inside the repository");
    }

    @Test
    void aPersonIsAskedAfterTheLastCommitOnly() {
        String before = """
                stages:
                  - {name: plan, role: p, gates: [approval], effects: [push]}
                  - {name: a, role: developer, gates: [%s], effects: [push]}
                  - {name: b, gates: [merge-test: {command: t}, deploy: {environment: x}],
                     effects: [merge], on-red: a}
                """;
        assertThat(PipelineParser.parse("p", before.formatted("not-empty"))
                        .orFail()
                        .asksBefore("x"))
                .isFalse();
        assertThat(PipelineParser.parse("p", before.formatted("not-empty, approval"))
                        .orFail()
                        .asksBefore("x"))
                .isTrue();
    }

    @Test
    void standardAsksBeforeProductionUnlessItIsSwitchedOff() {
        Pipeline asks = PipelineParser.parse("s", Presets.yaml("standard", "t")).orFail();
        Pipeline not =
                PipelineParser.parse("s", Presets.yaml("standard", "t", false)).orFail();
        assertThat(asks.asksBefore("production")).isTrue();
        assertThat(asks.asksBefore("staging")).isFalse();
        assertThat(not.asksBefore("production")).isFalse();
        assertThat(not.stages()).hasSameSizeAs(asks.stages());
    }
}
