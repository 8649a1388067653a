package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent's commits against the server's own files, with the real launcher, server and git. */
@Tag("slow")
class HouseAttackOnAServerTest {
    @TempDir
    Path folder;

    @BeforeEach
    void withoutLinks() throws IOException {
        folder = folder.toRealPath();
    }

    /** A checkout {@code team} that is landed on, with the settings and the data folder in it. */
    private static void inACheckout(Site site, String data) throws IOException {
        site.sh("git clone -q shop.git team && cd team && git config user.name a"
                + " && git config user.email a@localhost");
        site.write("team/rev.sh", site.read("rev.sh"));
        site.sh("chmod +x team/rev.sh && mv dev.sh team/ && printf '%s\\n' .env '*.sh' .baton"
                + " forge.key notes baton.yaml >>team/.git/info/exclude");
        site.write("team/forge.key", Site.SECRET + "\n");
        site.write(
                "team/baton.yaml",
                site.read("baton.yaml")
                        .replace("data: ./data", "data: " + data)
                        .replace("./shop.git", ".")
                        .replace("test: ./test.sh", "test: \"true\""));
    }

    private static Site.Outcome inTeam(Site site, String words) throws IOException {
        return site.shell("cd team && " + Site.launcher() + " " + words);
    }

    @Test
    void aCommitThatTouchesTheDataFolderNeverLandsAndSaysWhy() throws IOException {
        try (Site site = new Site(folder)) {
            site.agent("dev.sh", """
                    mkdir -p .baton/data/mirrors/SHOP.git/info
                    echo 0123456789abcdef-chosen-by-the-agent >.baton/data/token
                    echo '* merge=x' >.baton/data/mirrors/SHOP.git/info/attributes
                    git add -f .baton/data && git commit -qm work
                    """);
            inACheckout(site, "./.baton/data");
            site.upIn("team", "team/.baton/data");
            String token = site.read("team/.baton/data/token");
            assertThat(token).contains(" http://127.0.0.1:" + site.port());
            assertThat(inTeam(site, "task add one").exit()).isZero();

            site.awaitTask("SHOP-1", "may not change .baton/data");

            assertThat(inTeam(site, "task show SHOP-1").output()).contains(".baton/data");
            assertThat(inTeam(site, "receipt SHOP-1").output())
                    .contains("may not change .baton/data");
            assertThat(site.read("team/.baton/data/token")).isEqualTo(token);
            assertThat(site.sh("git -C team rev-list --count --merges main")).isEqualTo("0");
            assertThat(site.read("up.log")).contains("baton doctor --move-data");
        }
    }

    @Test
    void theOperatorsIgnoredFilesAreNotOverwrittenAndTheTaskWaits() throws IOException {
        try (Site site = new Site(folder)) {
            site.agent("dev.sh", "echo theirs >.env; git add -f .env; git commit -qm work\n");
            inACheckout(site, "../data");
            site.write("team/.env", "mine\n");
            site.upIn("team", "data");
            assertThat(inTeam(site, "task add one").exit()).isZero();

            site.awaitTask("SHOP-1", "does not track: .env");

            assertThat(inTeam(site, "explain SHOP-1").output())
                    .contains("does not track: .env: move them away");

            assertThat(site.read("team/.env")).isEqualTo("mine\n");
        }
    }

    @Test
    void aTokenDoesNotFollowSettingsThatAnAgentWrote() throws IOException {
        try (Site site = new Site(folder);
                ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            site.agent("dev.sh", "echo x >x; git add x; git commit -qm x\n");
            site.up();
            CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> hear(listener));
            site.sh("git clone -q shop.git co");
            for (String data :
                    new String[] {folder + "/data", "./fake", folder + "/data/clones/a"}) {
                site.write("co/baton.yaml", """
                        server: {listen: "127.0.0.1:%d", data: "%s"}
                        agents: {a: {profile: command, command: [/bin/true]}}
                        projects: {P: {repository: ., agents: {developer: a, reviewer: a}}}
                        """.formatted(listener.getLocalPort(), data));
                Path planted = folder.resolve("co").resolve(data).normalize();
                if (!Files.exists(planted)) {
                    site.sh("mkdir -p " + planted + " && printf '%s/co/baton.yaml\\n' " + folder
                            + " >" + planted + "/settings-file && printf"
                            + " 'aaaaaaaaaaaaaaaaaaaaaaaa http://127.0.0.1:"
                            + listener.getLocalPort() + "\\n' >" + planted + "/token");
                }
                Site.Outcome outcome =
                        site.shell("cd co && BATON_TOKEN=$(cut -d' ' -f1 ../data/token) "
                                + Site.launcher() + " task list");
                assertThat(outcome.exit()).as(outcome.output()).isNotZero();
                assertThat(outcome.output()).contains("not sent").doesNotContain("unreachable");
            }
            Site.Outcome named = site.baton(
                    "task",
                    "list",
                    "--server",
                    "http://127.0.0.1:" + listener.getLocalPort(),
                    "--token-file",
                    "data/token");
            assertThat(named.exit()).isEqualTo(5);
            assertThat(heard).isNotDone();
            assertThat(site.baton("task", "list").exit()).isZero();
        }
    }

    /** The first request that comes; it is answered by closing. */
    private static String hear(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            byte[] text = new byte[4096];
            int length = socket.getInputStream().read(text);
            return new String(text, 0, Math.max(0, length), StandardCharsets.UTF_8);
        } catch (IOException closed) {
            return "";
        }
    }

    @Test
    void changedSettingsInACheckoutAreShownAndNeedAWord() throws IOException {
        try (Site site = new Site(folder)) {
            site.agent("dev.sh", "sed -i 's/sandbox: none/sandbox: auto/' baton.yaml\n");
            inACheckout(site, "../data");
            site.sh("cd team && git add -f baton.yaml && git commit -qm settings");
            Process server = site.upIn("team", "data");
            assertThat(inTeam(site, "task add one").exit()).isZero();
            site.awaitTask("SHOP-1", "baton.yaml");
            assertThat(inTeam(site, "task show SHOP-1").output()).contains("baton.yaml");
            assertThat(site.read("team/baton.yaml")).doesNotContain("sandbox: auto");
            stop(server);

            // As a pull would do it.
            site.sh("sed -i 's/pipeline: quick/pipeline: quick  #" + " changed/' team/baton.yaml");
            Site.Outcome refused = inTeam(site, "up");

            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.output())
                    .contains("which others write to; found a change:")
                    .contains("\n-    pipeline: quick\n+    pipeline: quick  # changed\n")
                    .contains("Next: read it, then ./baton up --accept")
                    .doesNotContain(Site.SECRET);
            Site.Outcome doctor = inTeam(site, "doctor");
            assertThat(doctor.output())
                    .contains("found a change, which others can have made; none of its commands")
                    .contains("baton.yaml: Baton's own, no change of it lands")
                    .doesNotContain("running the tests");
            stop(site.upIn("team", "data", "--accept"));
            stop(site.upIn("team", "data"));
        }
    }

    @Test
    void aDataFolderOfOtherSettingsIsNotTaken() throws IOException {
        try (Site site = new Site(folder)) {
            site.agent("dev.sh", "true\n");
            stop(site.up());
            site.sh("mkdir other && cp baton.yaml forge.key dev.sh rev.sh other/ && sed -i"
                    + " 's#./data#../data#; s#./shop.git#../shop.git#' other/baton.yaml");

            Site.Outcome refused = site.shell("cd other && " + Site.launcher() + " up");

            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.output())
                    .contains("expected it to belong to " + folder + "/other/baton.yaml, found that"
                            + " it belongs to " + folder + "/baton.yaml")
                    .contains("./baton up --accept");
            stop(site.upIn("other", "data", "--accept"));
            assertThat(site.baton("task", "list").output()).contains("which belongs to");
        }
    }

    @Test
    void theDataFolderIsMovedOutOfTheCheckoutWithItsTasks() throws IOException {
        try (Site site = new Site(folder)) {
            site.agent("dev.sh", "echo two >>a.txt\n");
            inACheckout(site, "./.baton/data   # mine");
            site.sh("sed -i 's/^server: {\\(.*\\), data: \\(.*\\)   # mine}/server:\\n  \\1\\n"
                    + "  data: \\2   # mine/' team/baton.yaml");
            Process server = site.upIn("team", "team/.baton/data");
            assertThat(inTeam(site, "task add one").exit()).isZero();
            site.awaitStatus("SHOP-1", "DONE");
            assertThat(inTeam(site, "task show SHOP-1").output()).contains("DONE");
            String state = "XDG_STATE_HOME=" + folder + "/state ";
            Site.Outcome busy =
                    site.shell("cd team && " + state + Site.launcher() + " doctor --move-data");
            assertThat(busy.exit()).isEqualTo(1);
            assertThat(busy.output()).contains("expected no other server on it");
            stop(server);

            Site.Outcome moved =
                    site.shell("cd team && " + state + Site.launcher() + " doctor --move-data");

            assertThat(moved.exit()).as(moved.output()).isZero();
            assertThat(moved.output())
                    .contains("'data: ./.baton/data   # mine' is now")
                    .contains("'data: " + folder + "/state/baton/team-");
            assertThat(site.file("team/.baton/data")).doesNotExist();
            Site.Outcome again =
                    site.shell("cd team && " + state + Site.launcher() + " doctor --move-data");
            assertThat(again.output()).contains("already");
            String data = site.sh("echo state/baton/team-*");
            stop(site.upIn("team", data));
            assertThat(site.read(data + "/token")).contains(" http://");
        }
    }

    @Test
    void aMoveThatDiedBeforeTheSettingsWereWrittenIsEndedAndNothingBeginsAnew() throws IOException {
        try (Site site = new Site(folder)) {
            site.agent("dev.sh", "echo two >>a.txt\n");
            stop(site.up());
            String state = "XDG_STATE_HOME=" + folder + "/state ";
            site.write("kept.yaml", site.read("baton.yaml"));
            assertThat(site.shell(state + Site.launcher() + " doctor --move-data")
                            .exit())
                    .isZero();
            site.write("baton.yaml", site.read("kept.yaml"));

            Site.Outcome refused = site.shell(state + Site.launcher() + " up");

            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.output()).contains("found nothing there and them in " + folder);
            assertThat(site.file("data")).doesNotExist();
            assertThat(site.shell(state + Site.launcher() + " doctor --move-data")
                            .output())
                    .contains("is now");
            assertThat(site.read("baton.yaml")).contains("/state/baton/");
        }
    }

    private static void stop(Process server) {
        server.destroy();
        try {
            Eventually.end(server);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
