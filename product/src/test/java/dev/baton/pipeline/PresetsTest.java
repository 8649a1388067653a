package dev.baton.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.Gate;
import dev.baton.model.GateSubject;
import dev.baton.model.HygieneRules;
import dev.baton.model.Pipeline;
import dev.baton.model.Role;
import dev.baton.model.Stage;
import dev.baton.model.Stage.StageEffect;
import dev.baton.model.StageId;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresetsTest {
    private static final Set<Role> ROLES = Set.of(new Role("developer"), new Role("reviewer"));

    @Test
    void quickIsDevelopmentReviewMergeDone() {
        Pipeline quick = quick("./mvnw -q verify");

        assertThat(quick.stages())
                .map(Stage::id)
                .map(StageId::name)
                .containsExactly("development", "review", "merge");
        assertThat(quick.stages())
                .allSatisfy(s -> assertThat(s.onRed()).isEqualTo(new StageId("development")));
        assertThat(quick.stages()).allSatisfy(s -> assertThat(s.visitsMax()).isEqualTo(5));
        Stage development = quick.stage(new StageId("development"));
        assertThat(development.role()).isEqualTo(new Role("developer"));
        assertThat(development.gates())
                .containsExactly(
                        new Gate.NotEmpty(),
                        new Gate.Hygiene(GateSubject.HEAD, HygieneRules.DEFAULT),
                        new Gate.Tests("./mvnw -q verify", Duration.ofMinutes(20), 0));
        assertThat(development.effects())
                .containsExactly(StageEffect.PUSH, StageEffect.CHANGE_REQUEST);
        assertThat(quick.stage(new StageId("review")).gates().toString())
                .isEqualTo("[VerdictFile[file=.baton/out/review.md, approve=[approved]]]");
        assertThat(quick.stage(new StageId("merge")).effects()).containsExactly(StageEffect.MERGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "echo \"a: b\" # c",
                "sh -c 'x && y' | tee {log}",
                "printf '\\n' \\\\ %s",
                "first\nsecond\ttab",
                "grüße 🎉",
                "TEST_COMMAND",
                "$1 \\1"
            })
    void keepsAnyTestCommandAsItIs(String command) {
        Pipeline quick = quick(command);

        assertThat(quick.stages().stream().flatMap(s -> s.gates().stream()))
                .filteredOn(Gate.CommandGate.class::isInstance)
                .hasSize(2)
                .allSatisfy(g -> assertThat(((Gate.CommandGate) g).command()).isEqualTo(command));
    }

    @Test
    void saysWhyANameIsNoPreset() {
        assertThat(Presets.problem("quick")).isEmpty();
        assertThat(Presets.problem("standard")).isEmpty();
        assertThat(Presets.problem("quik"))
                .contains("unknown preset 'quik'; nearest known preset: 'quick'");
        assertThatThrownBy(() -> Presets.yaml("quik", "true"))
                .hasMessage("unknown preset 'quik'; nearest known preset: 'quick'");
    }

    @Test
    void settingsKnowWhatAPresetNeeds() {
        PipelineSettings settings = new PipelineSettings("quick", "true");

        assertThat(settings.presetRoles()).containsExactly("developer", "reviewer");
        assertThat(settings.presetTimeoutMax()).isEqualTo(Duration.ofMinutes(20));
        assertThat(new PipelineSettings(null, null).presetRoles()).isEmpty();
    }

    private static Pipeline quick(String command) {
        return PipelineParser.parse("quick", Presets.yaml("quick", command), ROLES, Set.of())
                .orFail();
    }
}
