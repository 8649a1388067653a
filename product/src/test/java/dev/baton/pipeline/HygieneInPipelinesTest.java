package dev.baton.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Gate;
import dev.baton.model.GateSubject;
import dev.baton.model.HygieneCheck;
import dev.baton.model.HygieneRules;
import dev.baton.model.Pipeline;
import dev.baton.model.StageId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The gate stands where agents push and where something lands, in every pipeline. */
class HygieneInPipelinesTest {
    private static final String STAGES = """
            stages:
              - {name: a, role: developer, gates: [not-empty%s, tests: {command: t}],
                 effects: [push]}
              - {name: b, role: reviewer, gates: [verdict%s], on-red: a}
              - {name: c, gates: [merge-test: {command: t}%s], effects: [merge], on-red: a}
            """;
    private static final HygieneRules NO_NAMES = new HygieneRules(
            Set.of(HygieneCheck.NAMES),
            Map.of(HygieneCheck.SIZE, Map.of("media/**", "films")),
            50L << 20);
    private static final String WRITTEN =
            ", hygiene: {off: [names], max-size: 50MB, except: {size: {media/**: films}}}";

    private static List<Gate> gates(Pipeline pipeline, String stage) {
        return pipeline.stage(new StageId(stage)).gates();
    }

    private static Pipeline pipeline(String a, String c) {
        return PipelineParser.parse("p", STAGES.formatted(a, "", c)).orFail();
    }

    private static String problem(String a, String b) {
        return ((Parsed.Invalid) PipelineParser.parse("p", STAGES.formatted(a, b, ""))).message();
    }

    @Test
    void isAddedBeforeWhatRunsACommandOnTheHeadAndFirstOnTheCandidate() {
        Pipeline pipeline = pipeline("", "");
        assertThat(gates(pipeline, "a"))
                .map(Gate::name)
                .containsExactly("not-empty", "hygiene", "tests");
        assertThat(gates(pipeline, "b")).map(Gate::name).containsExactly("verdict");
        assertThat(gates(pipeline, "c"))
                .map(Gate::name)
                .containsExactly("hygiene", "protected-paths", "merge-test");
        assertThat(gates(pipeline, "c"))
                .contains(new Gate.Hygiene(GateSubject.MERGE, HygieneRules.DEFAULT));
    }

    @Test
    void whatOneStageSaysHoldsForAllThatSayNothing() {
        assertThat(gates(pipeline(WRITTEN, ""), "c"))
                .contains(new Gate.Hygiene(GateSubject.MERGE, NO_NAMES));
        assertThat(gates(pipeline("", WRITTEN), "a"))
                .contains(new Gate.Hygiene(GateSubject.HEAD, NO_NAMES));
        assertThat(gates(pipeline(WRITTEN, ", hygiene"), "c"))
                .contains(new Gate.Hygiene(GateSubject.MERGE, HygieneRules.DEFAULT));
    }

    @Test
    void wordsThatMeanNothingAreRefused() {
        assertThat(problem(", hygiene: {off: [sice]}", "")).contains("unknown check 'sice'");
        assertThat(problem(", hygiene: {except: {size: {a: ''}}}", ""))
                .contains("expected the reason why 'a' is let pass");
        assertThat(problem(", hygiene: {except: {size: {/a: b}}}", ""))
                .contains("expected a pattern of paths inside the repository");
        assertThat(problem(", hygiene: {except: {replayed: {a: b}}}", ""))
                .contains("off: [replayed]");
        assertThat(problem(", hygiene: {max-size: lots}", "")).contains("expected a size");
        assertThat(problem(", hygiene: {hosts: [github.com]}", ""))
                .as("who is asked is the operator's to say")
                .contains("unknown key");
    }

    @Test
    void whereNothingCouldBeLookedAtItIsRefused() {
        assertThat(problem("", ", hygiene")).contains("where an agent pushes or where something");
    }

    @Test
    void settingsOfAProjectAddToThoseOfThePipeline() {
        HygieneRules both = NO_NAMES.and(new HygieneRules(
                Set.of(HygieneCheck.LFS), Map.of(HygieneCheck.SIZE, Map.of("x", "y")), 1L << 20));
        assertThat(both)
                .isEqualTo(new HygieneRules(
                        Set.of(HygieneCheck.NAMES, HygieneCheck.LFS),
                        Map.of(HygieneCheck.SIZE, Map.of("media/**", "films", "x", "y")),
                        50L << 20));
    }
}
