package dev.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentEnvironmentTest {
    private static final Map<String, String> SERVER = Map.of(
            "PATH", "/bin",
            "HOME", "/home/x",
            "GITEA_TOKEN", "secret",
            "BATON_TOKEN", "secret",
            "AWS_PROFILE", "dev",
            "LD_PRELOAD", "/evil.so");

    @Test
    void passesTheAllowListAndWhatIsNamedAndNothingElse() {
        assertThat(AgentEnvironment.allowed(SERVER, List.of("AWS_PROFILE", "NOT_SET")))
                .isEqualTo(Map.of("PATH", "/bin", "HOME", "/home/x", "AWS_PROFILE", "dev"));
    }

    @Test
    void neverPassesBatonsOwnVariables() {
        assertThat(AgentEnvironment.allowed(SERVER, List.of("BATON_TOKEN")))
                .doesNotContainKey("BATON_TOKEN");
    }

    @Test
    void saysWhatTheRunIsAbout() {
        var variables = new AgentEnvironment.Variables(
                "SHOP-12", "review", 3, 2, "reviewer", "shop-12-v3-reviewer-1", "aa", "bb", "/o");

        assertThat(AgentEnvironment.of(SERVER, List.of(), variables))
                .isEqualTo(Map.ofEntries(
                        Map.entry("PATH", "/bin"),
                        Map.entry("HOME", "/home/x"),
                        Map.entry("BATON_TASK", "SHOP-12"),
                        Map.entry("BATON_STAGE", "review"),
                        Map.entry("BATON_VISIT", "3"),
                        Map.entry("BATON_ATTEMPT", "2"),
                        Map.entry("BATON_ROLE", "reviewer"),
                        Map.entry("BATON_RUN", "shop-12-v3-reviewer-1"),
                        Map.entry("BATON_BASE_SHA", "aa"),
                        Map.entry("BATON_HEAD_SHA", "bb"),
                        Map.entry("BATON_OUT", "/o")));
    }

    @Test
    void allowsExactlyTheNamesOfTheContract() {
        assertThat(AgentEnvironment.ALWAYS)
                .containsExactly(
                        "PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "JAVA_HOME");
    }
}
