package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.yaml.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What a person reads who made a mistake in baton.yaml. */
class SettingsProblemsTest {
    private static final String AGENTS = "agents: {dev: {profile: command, command: [d]},"
            + " rev: {profile: command, command: [r]}}\n";
    private static final String PROJECTS =
            "projects: {SHOP: {repository: ../shop.git, agents: {developer: dev}}}\n";

    @TempDir
    Path folder;

    /** A ceiling below what a healthy head needs runs every merge test again, every night. */
    @Test
    void aCeilingBelowWhatTheHeadMayNeedIsRefused() throws Exception {
        String lease = "merge-lease: {ceiling: 20m%s}\n" + AGENTS;
        String quick = """
                projects:
                  SHOP: {repository: x, pipeline: quick, test: t, %s}
                """.formatted("agents: {developer: dev, reviewer: rev}");

        assertThat(problems(lease.formatted("") + quick))
                .containsExactly("baton.yaml:1: merge-lease.ceiling: expected more than 20m, which"
                        + " the commands of preset 'quick' may take at the head of the merge queue"
                        + " of SHOP, found 20m");
        assertThat(problems(lease.formatted(", reclaim-enabled: false") + quick))
                .isEmpty();
        assertThat(problems(lease.formatted(", projects: []") + quick)).isEmpty();
        assertThat(problems(lease.formatted("").replace("20m", "21m") + quick)).isEmpty();
    }

    @Test
    void areReportedAllAtOnceWithFileAndLine() throws Exception {
        String text = """
                server:
                  lsiten: 127.0.0.1:8420
                jobs: {max-concurrency: 0}
                agents:
                  dev:
                    profile: claude
                    command: [claude]
                projects:
                  SHOP:
                    repository: ../shop.git
                    pipeline: quick
                    agents: {developer: dve, reviewer: dev}
                repaer: {enabled: true}
                """;
        Path file = Files.writeString(folder.resolve("baton.yaml"), text);

        LoadedSettings loaded = new SettingsLoader(Map.of(), folder).load(file.toString());

        assertThat(((LoadedSettings.Invalid) loaded).message()).isEqualTo("""
                        settings: expected no problem, found 6:
                        baton.yaml:2: unknown key 'server.lsiten'; nearest known key: 'listen'
                        baton.yaml:3: jobs.max-concurrency: expected a whole number of at least 1,\
                         found '0'
                        baton.yaml:6: agents.dev.profile: 'claude' is not available in this\
                         version. Next: use the profile command and name the program
                        baton.yaml:9: projects.SHOP.test: expected the command of the project's\
                         tests, found none: the preset 'quick' runs it
                        baton.yaml:12: projects.SHOP.agents.developer: unknown agent 'dve';\
                         nearest known agent: 'dev'
                        baton.yaml:13: unknown key 'repaer'; nearest known key: 'reaper'""");
    }

    @Test
    void namesWhatIsWrongWithThoseWhoHaveATokenOfTheirOwn() throws Exception {
        Path file = Files.writeString(folder.resolve("baton.yaml"), """
                secrets: {one: "env:ONE"}
                access:
                  anna: {role: boss, token: one}
                  bert: {role: viewer, token: two}
                  cleo: {role: viewer, token: one}
                  dora: {role: admin, token: one}
                  admin: {role: admin}
                """ + AGENTS + PROJECTS);
        LoadedSettings loaded =
                new SettingsLoader(Map.of("ONE", "0123456789abcdef"), folder).load(file.toString());

        assertThat(((LoadedSettings.Invalid) loaded).message())
                .contains(
                        "baton.yaml:3: access.anna.role: unknown role 'boss'",
                        "access.bert.token: expected the name of a secret, found 'two'",
                        "access.dora.token: expected a token of its own, found the one of",
                        "access.admin.role: expected another name than admin",
                        "access.admin.token")
                .doesNotContain("0123456789abcdef");
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/dev/baton/config/server-problems.csv", delimiter = '|')
    void nameTheKeyOfAServerWideSetting(String line, String message) throws Exception {
        assertThat(problems(AGENTS + PROJECTS + line)).containsExactly("baton.yaml:3: " + message);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/dev/baton/config/agent-problems.csv", delimiter = '|')
    void nameTheKeyOfAnAgent(String agent, String message) throws Exception {
        assertThat(problems("agents: {dev: {" + agent + "}}\n" + PROJECTS))
                .contains("baton.yaml:1: agents.dev." + message);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/dev/baton/config/project-problems.csv", delimiter = '|')
    void nameTheKeyOfAProject(String project, String message) throws Exception {
        assertThat(problems(AGENTS + "projects: {SHOP: {" + project + "}}"))
                .containsExactly("baton.yaml:2: projects.SHOP." + message);
    }

    @Test
    void nameTheRoleThatAPresetNeeds() throws Exception {
        assertThat(problems(AGENTS + "projects: {SHOP: {repository: x, pipeline: quick, test: t,"
                        + " agents: {developer: dev, revewer: rev}}}"))
                .containsExactly("baton.yaml:2: projects.SHOP.agents: expected an agent for the"
                        + " role 'reviewer' of the preset 'quick', found none; nearest known role:"
                        + " 'revewer'");
    }

    @Test
    void nameThePresetThatTheBackstopWouldKill() throws Exception {
        assertThat(problems("agents: {dev: {profile: command, command: [x], timeout: 5m}}\n"
                        + "projects: {SHOP: {repository: x, pipeline: quick, test: t,"
                        + " agents: {developer: dev, reviewer: dev}}}\n"
                        + "reaper: {max-running: 15m}"))
                .containsExactly("baton.yaml:2: projects.SHOP.pipeline: preset 'quick': expected"
                        + " less than reaper.max-running (15m) minus reaper.finalize-grace (1m),"
                        + " found 20m. Next: raise reaper.max-running");
    }

    @Test
    void saySoWhereThereIsNoProject() throws Exception {
        assertThat(problems(AGENTS))
                .containsExactly(
                        "baton.yaml:1: projects: expected at least one project, found none");
        assertThat(problems(AGENTS + "projects: {shop: {repository: x}}"))
                .containsExactly("baton.yaml:2: projects.shop: expected a project name of capital"
                        + " letters and digits (at most 10), found 'shop'");
    }

    @Test
    void neverRepeatASecret() throws Exception {
        assertThat(problems(AGENTS + PROJECTS + "secrets: {a: hunter2, b: [hunter2]}\n"
                        + "store: {url: mysql://a:hunter2@b/c}"))
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem).doesNotContain("hunter2"));
    }

    private List<String> problems(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("baton.yaml"), text);
        LoadedSettings loaded = new SettingsLoader(Map.of(), folder).load(file.toString());
        return loaded instanceof LoadedSettings.Invalid invalid
                ? invalid.problems().stream().map(Problem::toString).toList()
                : List.of();
    }
}
