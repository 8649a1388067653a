package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Owner;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.Task;
import dev.baton.web.Landed;
import dev.baton.web.WebFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatonCliTest {
    @TempDir
    Path data;

    private WebFixture web;
    private String input = "";

    @BeforeEach
    void start() {
        web = new WebFixture(data);
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private record Ran(int exitCode, String out, String err) {}

    private Ran run(String... args) {
        return run(config -> new ServerFinder.Found(web.server.url(), web.tokenFile, true), args);
    }

    private Ran run(ServerFinder finder, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CliContext context = new CliContext(
                new PrintWriter(out),
                new PrintWriter(err),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                false,
                null,
                InstantSource.fixed(WebFixture.NOW.plus(Duration.ofMinutes(3))),
                finder,
                "anna",
                "baton 0.1 (commit abc)");
        int exitCode = BatonCli.commandLine(context, (config, accept) -> 7).execute(args);
        return new Ran(exitCode, out.toString(), err.toString());
    }

    @Test
    void filingSaysTheKeyAndTheNextStep() {
        assertThat(run("task", "add", "Greet", "--source-id", "42"))
                .isEqualTo(new Ran(0, "SHOP-1 filed: Greet\nNext: ./baton explain SHOP-1\n", ""));
        assertThat(run("task", "add", "Greet", "--source-id", "42").out())
                .startsWith("SHOP-1 is there: Greet\n");
        assertThat(run("task", "add", "Other", "--json").out())
                .startsWith("{\"key\":\"SHOP-2\",\"project\":\"SHOP\",\"title\":\"Other\"")
                .endsWith("}\n");
    }

    @Test
    void cleanupSaysWhatItRemovedOrWould() {
        assertThat(run("cleanup", "--dry-run").out()).isEqualTo("""
                TASK    FINISHED  WHAT   NAME
                SHOP-1  3m ago    CLONE  SHOP-1
                Nothing was removed. Next: ./baton cleanup
                """);
        assertThat(run("cleanup").out()).endsWith("1 removed\n");
        assertThat(run("cleanup", "--json").out())
                .isEqualTo("{\"dry_run\":false,\"removed\":[{\"kind\":\"CLONE\","
                        + "\"name\":\"SHOP-1\",\"task\":\"SHOP-1\","
                        + "\"finished_at\":\"" + WebFixture.NOW + "\"}]}\n");
    }

    @Test
    void aBodyComesFromAFileOrFromStandardInput() throws IOException {
        Path file = Files.writeString(data.resolve("body.md"), "in a file");
        run("task", "add", "One", "--body", file.toString());
        input = "typed";
        run("task", "add", "Two", "--body", "-");
        assertThat(web.task("SHOP-1").item().body()).isEqualTo("in a file");
        assertThat(web.task("SHOP-2").item().body()).isEqualTo("typed");
        assertThat(run("task", "add", "Three", "--body", data.resolve("none").toString()))
                .isEqualTo(new Ran(
                        1,
                        "",
                        "baton: --body " + data.resolve("none")
                                + ": expected a readable file, found"
                                + " java.nio.file.NoSuchFileException: "
                                + data.resolve("none")
                                + ". Next: ./baton task add TITLE --body FILE\n"));
        input = "x".repeat((1 << 20) + 1);
        assertThat(run("task", "add", "Four", "--body", "-").err())
                .isEqualTo("baton: --body -: expected at most 1048576 bytes (1 MiB), found more."
                        + " Next: ./baton task add TITLE --body FILE\n");
    }

    @Test
    void theListIsAlignedAndHostileTitlesCannotCommandTheTerminal() {
        web.insert("宽 title", "", null);
        web.insert("red \u001b[31m and \u202e back", "", null);
        assertThat(run("task", "list").out()).isEqualTo("""
                KEY     STATUS  STAGE    UPDATED  TITLE                             WAITING FOR
                SHOP-2  LIVE    created  3m ago   red \\u{1b}[31m and \\u{202e} back
                SHOP-1  LIVE    created  3m ago   宽 title
                """);
        assertThat(run("task", "list", "--project", "OTHER").out())
                .isEqualTo("No task yet. Next: ./baton task add \"TITLE\"\n");
    }

    @Test
    void theListSaysHowManyMoreThereAreAndHowToSeeThem() {
        for (int i = 1; i <= 5; i++) {
            web.insert("It's " + i, "", null);
        }
        Ran first = run("task", "list", "--limit", "2", "--search", "it's", "--status", "live");
        assertThat(first.out())
                .contains("SHOP-5", "SHOP-4")
                .doesNotContain("SHOP-3")
                .endsWith(
                        "2 of 5 tasks, and there are more. Next: ./baton task list --status 'live'"
                                + " --search 'it'\\''s' --limit 2 --after t4\n");
        Ran last = run("task", "list", "--limit", "3", "--after", "t4");
        assertThat(last.out())
                .contains("SHOP-3", "SHOP-2", "SHOP-1")
                .doesNotContain("SHOP-4", "more");
        assertThat(run("task", "list", "--search", "nothing").out())
                .isEqualTo("No such task. Next: ./baton task list\n");
        Ran json = run("task", "list", "--limit", "1", "--json");
        assertThat(json.out()).startsWith("[{\"key\":\"SHOP-5\"").endsWith("}]\n");
        assertThat(json.err()).contains("1 of 5 tasks");
    }

    @Test
    void showPrintsTheTimeline() {
        web.insert("Greet", "", null);
        Ran shown = run("task", "show", "SHOP-1");
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out())
                .startsWith("SHOP-1  Greet\nstage     created, visit 0\nstatus    LIVE\n")
                .contains(
                        "\nbranch    baton/SHOP-1 → main\n",
                        "\nhead      none yet\n",
                        "3m ago  created");
        assertThat(run("explain", "SHOP-1").out()).startsWith("SHOP-1  await: waits for created\n");
        assertThat(run("explain", "SHOP-1", "--json").out()).startsWith("{\"key\":\"SHOP-1\"");
    }

    @Test
    void theReceiptIsOnePage() {
        Landed.in(web);
        assertThat(run("receipt", "SHOP-1"))
                .isEqualTo(new Ran(
                        0, """
                SHOP-1  Greet
                asked by  ann, 2026-11-23T21:30:00Z
                source    42
                status    LIVE, at created
                branch    baton/SHOP-1 → main
                head      %1$s
                merged    %2$s
                page      %3$s/tasks/SHOP-1

                Runs
                  shop-1-v1-developer-1       agent developer        attempt 1  lost infra  0s
                  shop-1-v1-tests-1           gate tests             attempt 1  exited 0    0s
                  shop-1-v4-deploy-staging-1  deploy deploy-staging  attempt 1  running     not over

                Verdicts
                  tests   aaaaaaa  green  exit 0
                  person  aaaaaaa  red    not like this

                Merge candidates
                  3/1  base 0000000  head aaaaaaa  none     conflict in Greet.x
                  4/1  base 0000000  head aaaaaaa  bbbbbbb  not landed
                  4/2  base 0000000  head aaaaaaa  ccccccc  landed

                Deployments
                  SHOP-staging-1  staging  ccccccc  started  2026-11-23T21:30:00Z\
                  before: nothing, found: started
                """.formatted(Landed.HEAD, Landed.MERGED, web.server.board()), ""));
        assertThat(run("receipt", "SHOP-1", "--json").out())
                .startsWith("{\"key\":\"SHOP-1\",\"project\":\"SHOP\",\"item\":");
        assertThat(run("receipt", "SHOP-9").exitCode()).isEqualTo(4);
    }

    @Test
    void theReceiptOfANewTaskSaysThatNothingWasDone() {
        web.insert("Greet \u001b[31m", "", null);
        assertThat(run("receipt", "SHOP-1").out())
                .startsWith("SHOP-1  Greet \\u{1b}[31m\n")
                .contains("merged    not merged\n")
                .endsWith("""

                        Runs: none

                        Verdicts: none

                        Merge candidates: none

                        Deployments: none
                        """);
    }

    @Test
    void exitCodesSayWhatHappened() throws IOException {
        web.insert("Greet", "", null);
        assertThat(run("task", "pause", "SHOP-1"))
                .isEqualTo(
                        new Ran(0, "SHOP-1: pause accepted\nNext: ./baton explain SHOP-1\n", ""));
        assertThat(run("task", "show", "SHOP-9"))
                .isEqualTo(new Ran(
                        4,
                        "",
                        "baton: task 'SHOP-9': expected the key of a task, found"
                                + " none of that key. Next: ./baton task list\n"));
        assertThat(run("task", "show", "../x").exitCode()).isEqualTo(4);
        assertThat(run("task", "resume", "SHOP-1"))
                .isEqualTo(new Ran(
                        5,
                        "",
                        "baton: resume SHOP-1: expected a task that is PAUSED or"
                                + " PARKED, found it LIVE. Next: ./baton explain SHOP-1\n"));
        assertThat(run("task", "add", " ").exitCode()).isEqualTo(1);
        Path wrong = Files.writeString(data.resolve("wrong"), "0123456789abcdef");
        assertThat(run("task", "pause", "SHOP-1", "--token-file", wrong.toString())
                        .exitCode())
                .isEqualTo(5);
    }

    @Test
    void anUnreachableServerIsThree() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        String url = "http://127.0.0.1:" + free;
        assertThat(run("task", "list", "--server", url))
                .isEqualTo(new Ran(
                        3,
                        "",
                        "baton: server " + url + ": expected an answer, found"
                                + " connection refused. Next: ./baton up\n"));
        assertThat(run("queue", "--server", url, "--json"))
                .isEqualTo(new Ran(
                        3,
                        "{\"error\":{\"code\":\"unreachable\",\"message\":\"server "
                                + url + ": expected an answer, found connection refused\",\"next\":"
                                + "\"./baton up\"}}\n",
                        ""));
    }

    @Test
    void theTokenOfTheSettingsIsNotSentToAnotherServer() {
        assertThat(run("task", "add", "x", "--server", web.server.url().toString())
                        .exitCode())
                .isEqualTo(5);
        assertThat(run(
                                "task",
                                "add",
                                "x",
                                "--server",
                                web.server.url().toString(),
                                "--token-file",
                                web.tokenFile.toString())
                        .exitCode())
                .isZero();
    }

    @Test
    void missingSettingsAreAClearError() {
        ServerFinder none = config -> new ServerFinder.Problem(
                "settings: expected ./baton.yaml, found none", "./baton init");
        assertThat(run(none, "task", "list"))
                .isEqualTo(new Ran(
                        1,
                        "",
                        "baton: settings: expected ./baton.yaml, found none. Next:"
                                + " ./baton init\n"));
    }

    @Test
    void wrongUsageIsTwoAndNamesWhatIsNear() {
        assertThat(run("taks", "list"))
                .isEqualTo(new Ran(
                        2,
                        "",
                        "baton: Unmatched arguments from index 0: 'taks', 'list'."
                                + " Next: ./baton task\n"));
        assertThat(run("task", "add"))
                .isEqualTo(new Ran(
                        2,
                        "",
                        "baton: Missing required parameter: 'TITLE'. Next: ./baton"
                                + " task add --help\n"));
        assertThat(run("task"))
                .isEqualTo(new Ran(
                        2,
                        "",
                        "baton: baton task: expected a command, found none."
                                + " Next: ./baton task --help\n"));
        assertThat(run("task", "add", "--json").out())
                .startsWith(
                        "{\"error\":{\"code\":\"usage\",\"message\":\"Missing required parameter");
        assertThat(run("test").exitCode()).isEqualTo(2);
        assertThat(run("task", "list", "--server", "nowhere").exitCode()).isEqualTo(2);
    }

    @Test
    void helpListsEveryCommand() {
        Ran help = run("--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .contains("up", "task", "explain", "receipt", "queue", "version", "test", "format")
                .doesNotContain("\u001b");
        assertThat(run("task", "--help").out())
                .contains(
                        "add", "list", "show", "logs", "pause", "resume", "retry", "stop",
                        "approve", "reject", "move");
        assertThat(run("version").out()).isEqualTo("baton 0.1 (commit abc)\n");
        assertThat(run("up").exitCode()).isEqualTo(7);
    }

    @Test
    void logsArePrintedWithoutWhatCommandsATerminal() throws IOException {
        Task task = web.insert("Greet", "", null);
        String unit = web.run(task, 1);
        Files.writeString(web.log(unit), "one\n\u001b]0;evil\u0007two " + WebFixture.SECRET + "\n");
        assertThat(run("task", "logs", "SHOP-1").out())
                .isEqualTo("one\n\\u{1b}]0;evil\\u{7}two ***\n");
        web.end(unit);
        web.finish("SHOP-1");
        assertThat(run("task", "logs", "SHOP-1", "-f", "--json").out())
                .contains("{\"text\":\"one\\n\\u001B]0;evil\\u0007two ***\"}");
    }

    @Test
    void releasingALeaseSaysWhoHeldItAndWhatIsNext() {
        Task task = web.insert("Greet", "", null);
        assertThat(run("lease", "list").out()).isEqualTo("No task has an owner now.\n");
        web.write(tx -> tx.tasks()
                .acquire(
                        task.id(),
                        0,
                        new Owner(
                                tx.tasks()
                                        .startIncarnation(
                                                "host",
                                                new ProcessIdentity(1, 2, "boot"),
                                                WebFixture.NOW),
                                4,
                                "scan",
                                "Perform",
                                WebFixture.NOW)));
        assertThat(run("lease", "list").out()).isEqualTo("""
                TASK    EPOCH  INCARNATION  ACTIVITY  SINCE   ACTOR  STEP
                SHOP-1  1      1            4         3m ago  scan   Perform
                Next: ./baton lease release KEY, if one is stuck
                """);
        assertThat(run("lease", "release", "SHOP-1", "--epoch", "7").exitCode()).isEqualTo(5);
        Ran released = run("lease", "release", "SHOP-1");
        assertThat(released.exitCode()).isZero();
        assertThat(released.out()).isEqualTo("""
                SHOP-1: released from activity 4 of incarnation 1 (scan, at Perform), which held\
                 it since 2026-11-23T21:30:00Z
                Next: ./baton explain SHOP-1
                """);
        assertThat(run("lease", "release", "NO-9").exitCode()).isEqualTo(4);
    }

    @Test
    void aLinkForABrowserIsMadeAndWhoCameInIsListedAndSignedOut() {
        assertThat(run("session", "list").out())
                .isEqualTo("No browser is signed in. Next: ./baton login-link\n");
        Ran made = run("login-link", "--role", "approver", "--name", "ann");
        assertThat(made.exitCode()).isZero();
        String board = web.server.board();
        assertThat(made.out().lines())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isEqualTo("For one browser, as ann (approver), within 10"
                                        + " minutes:"),
                        link -> assertThat(link)
                                .matches("  link  " + board + "/login\\?key=[0-9a-f]{64}"),
                        code -> assertThat(code)
                                .matches("  code  [0-9A-Z]{4}-[0-9A-Z]{4}, typed at " + board
                                        + "/login"),
                        next -> assertThat(next).startsWith("Next: ./baton session list"));
        web.browser()
                .signIn(made.out().lines().skip(1).findFirst().orElseThrow().substring(8), true);
        assertThat(run("session", "list").out()).isEqualTo("""
                ID  NAME  ROLE      BY    KEY  USED    EXPIRES               DEVICE
                1   ann   approver  link  yes  3m ago  2026-11-24T09:30:00Z
                Next: ./baton session revoke ID, to sign one out
                """);
        assertThat(run("session", "revoke", "1").out()).isEqualTo("Session 1 is signed out.\n");
        assertThat(run("session", "revoke", "1").exitCode()).isEqualTo(4);
        assertThat(run("login-link", "--role", "king").exitCode()).isEqualTo(1);
    }

    @Test
    void theQueueIsATable() {
        assertThat(run("queue").out())
                .startsWith("jobs              queued                      0\n")
                .contains("\nreaper            enabled                     false\n");
        assertThat(run("queue", "--json").out()).startsWith("{\"jobs\":{\"queued\":0");
    }
}
