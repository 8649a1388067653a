package dev.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.PermanentFailure;
import dev.baton.model.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentsTest {
    private static final Role DEVELOPER = new Role("developer");
    private final Agents agents = new Agents(Map.of("SHOP", Map.of(DEVELOPER, settings())));

    @Test
    void knowsTheAgentOfARole() {
        assertThat(agents.of("SHOP", DEVELOPER))
                .isEqualTo(new AgentCommand(
                        "dev",
                        List.of("/x/dev.sh", "--now"),
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(5),
                        3,
                        List.of("LANG"),
                        SandboxSettings.AUTO));
        assertThat(agents.timeout("SHOP", DEVELOPER)).isEqualTo(Duration.ofMinutes(30));
        assertThat(agents.attempts("SHOP", DEVELOPER)).isEqualTo(3);
        assertThat(agents.roles("SHOP")).containsExactly(DEVELOPER);
    }

    @Test
    void saysThatARoleHasNoAgent() {
        assertThatThrownBy(() -> agents.of("SHOP", new Role("develper")))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("project SHOP: expected an agent for the role 'develper', found none;"
                        + " nearest known role: 'developer'. Next: add it to"
                        + " projects.SHOP.agents in baton.yaml");
        assertThat(agents.find("OTHER", DEVELOPER)).isEmpty();
    }

    private static AgentSettings settings() {
        return new AgentSettings(
                "dev",
                List.of("/x/dev.sh", "--now"),
                Duration.ofMinutes(30),
                Duration.ofMinutes(5),
                3,
                null,
                SandboxSettings.AUTO,
                List.of("LANG"));
    }
}
