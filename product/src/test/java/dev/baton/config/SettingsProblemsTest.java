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
import org.junit.jupiter.params.provider.CsvSource;

/** What a person reads who made a mistake in baton.yaml. */
class SettingsProblemsTest {
    private static final String AGENTS =
            "agents: {dev: {profile: command, command: [dev]}, rev: {profile: command, command: [r]}}\n";
    private static final String PROJECTS =
            "projects: {SHOP: {repository: ../shop.git, agents: {developer: dev}}}\n";

    @TempDir
    Path folder;

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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            server: {listen: 8420}                | server.listen: expected HOST:PORT like 127.0.0.1:8420, found '8420'
            server: {listen: "x:99999"}           | server.listen: expected HOST:PORT like 127.0.0.1:8420, found 'x:99999'
            server: {git-identity: Baton}         | server.git-identity: expected NAME <EMAIL>, found 'Baton'
            store: {url: postgresql://a:pw@b/c}   | store.url: postgresql is not available in this version. Next: use sqlite
            store: {url: mysql://a:pw@b/c}        | store.url: expected sqlite, found another word
            secrets: {a: hunter2}                 | secrets.a: expected env:NAME, file:PATH or command:CMD, found another text
            secrets: {a: "env:GONE"}              | secrets.a: expected a value in the environment variable GONE, found none
            secrets: {a: "file:/gone"}            | secrets.a: expected to read /gone, found no such file
            secrets: {a: "command:pass x"}        | secrets.a: command: is not available in this version. Next: use env: or file:
            jobs: {max-commands: many}            | jobs.max-commands: expected a whole number of at least 1, found 'many'
            reaper: {enabled: false}              | reaper.enabled: expected true, found false: another value is not available in this version
            reaper: {enabled: perhaps}            | reaper.enabled: expected true or false, found 'perhaps'
            reaper: {interval: 5}                 | reaper.interval: expected a duration like 500ms, 10s, 45m or 2h, found '5'
            reaper: {interval: 0s}                | reaper.interval: expected a duration like 500ms, 10s, 45m or 2h, found '0s'
            reaper: {dead-ticks: 0}               | reaper.dead-ticks: expected a whole number of at least 1, found '0'
            reaper: {finalize-grace: 30s}         | reaper.finalize-grace: expected 1m, found 30s: another value is not available in this version
            reaper: {max-running: 30s}            | reaper.max-running: expected more than finalize-grace (1m), found 30s
            reconciler: {interval: 5s}            | reconciler.interval: expected 1m, found 5s: another value is not available in this version
            merge-lease: {ceiling: 2h}            | merge-lease.ceiling: expected 1h, found 2h: another value is not available in this version
            merge-lease: {projects: []}           | merge-lease.projects: not available in this version. Next: leave it out (= all)
            transition-lease: {enabled: false}    | transition-lease.enabled: expected true, found false: another value is not available in this version
            transition-lease: {projects: [SHOP]}  | transition-lease.projects: not available in this version. Next: leave it out (= all)
            testing: {enabled: true}              | testing.enabled: expected false, found true: another value is not available in this version
            testing: {failpoints: [commit]}       | testing.failpoints: not available in this version
            """)
    void nameTheKeyOfAServerWideSetting(String line, String message) throws Exception {
        assertThat(problems(AGENTS + PROJECTS + line)).containsExactly("baton.yaml:3: " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            command: [x]                                         | profile: expected a value, found nothing
            profile: comand, command: [x]                        | profile: unknown profile 'comand'; nearest known profile: 'command'
            profile: command                                     | command: expected a list of program and arguments, found none
            profile: command, command: x                         | command: expected a list, found 'x'
            profile: command, command: [x], model: sonnet        | model: not available in this version
            profile: command, command: [x], timeout: soon        | timeout: expected a duration like 500ms, 10s, 45m or 2h, found 'soon'
            profile: command, command: [x], timeout: 2h          | timeout: expected less than reaper.max-running (2h) minus reaper.finalize-grace (1m), found 2h. Next: raise reaper.max-running
            profile: command, command: [x], timeout: 119m        | timeout: expected less than reaper.max-running (2h) minus reaper.finalize-grace (1m), found 119m. Next: raise reaper.max-running
            profile: command, command: [x], silence: 46m         | silence: expected at most the timeout (45m), found 46m
            profile: command, command: [x], attempts: 0          | attempts: expected a whole number of at least 1, found '0'
            profile: command, command: [x], sandbox: bubblewrap  | sandbox: 'bubblewrap' is not available in this version
            profile: command, command: [x], sandbox: nine        | sandbox: unknown sandbox 'nine'; nearest known sandbox: 'none'
            profile: command, command: [x], env: [BATON_TOKEN]   | env: expected no name of Baton's own (BATON_…), found 'BATON_TOKEN'
            profile: command, command: [x], env: ["A=b"]         | env: expected names of variables, found 'A=b'
            """)
    void nameTheKeyOfAnAgent(String agent, String message) throws Exception {
        assertThat(problems("agents: {dev: {" + agent + "}}\n" + PROJECTS))
                .contains("baton.yaml:1: agents.dev." + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            base: main                                  | repository: expected a value, found nothing
            repository: "ext::sh -c x"                  | repository: expected a path or a URL (https, ssh, git, file), found 'ext::sh -c x'
            repository: "ftp://x/y"                     | repository: expected a path or a URL (https, ssh, git, file), found 'ftp://x/y'
            repository: x, base: --force                | base: expected the name of a branch, found '--force'
            repository: x, base: a..b                   | base: expected the name of a branch, found 'a..b'
            repository: x, clone: 50                    | clone: expected full, found '50': another value is not available in this version
            repository: x, forge: {kind: gitea}         | forge.kind: 'gitea' is not available in this version. Next: use git
            repository: x, forge: {kind: githb}         | forge.kind: unknown forge 'githb'; nearest known forge: 'github'
            repository: x, tracker: {kind: plane}       | tracker.kind: 'plane' is not available in this version. Next: use board
            repository: x, environments: {}             | environments: not available in this version
            repository: x, max-concurrency: 0           | max-concurrency: expected a whole number of at least 1, found '0'
            repository: x, pipeline: standard, test: t  | pipeline: preset 'standard': not available in this version
            repository: x, pipeline: quik, test: t      | pipeline: unknown preset 'quik'; nearest known preset: 'quick'
            repository: x, agents: {developer: gone}    | agents.developer: unknown agent 'gone'; known agents: dev, rev
            """)
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
