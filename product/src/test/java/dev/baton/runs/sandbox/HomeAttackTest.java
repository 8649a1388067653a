package dev.baton.runs.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.RunLimits;
import dev.baton.runs.Confinement;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunHome;
import dev.baton.runs.RunHome.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What runs find in the place of the operator's home, and what they can make of it. */
@Tag("bubblewrap")
@Timeout(60)
final class HomeAttackTest {
    private static final List<String> STORES = List.of(
            ".pgpass",
            ".ssh/id_rsa",
            ".gnupg/private-keys-v1.d/key",
            ".aws/credentials",
            ".azure/msal_token_cache.json",
            ".config/gcloud/credentials.db",
            ".kube/config",
            ".docker/config.json",
            ".netrc",
            ".git-credentials",
            ".config/git/credentials",
            ".config/gh/hosts.yml",
            ".config/hub",
            ".npmrc",
            ".pypirc",
            ".m2/settings.xml",
            ".m2/settings-security.xml",
            ".gradle/gradle.properties",
            ".cargo/credentials.toml",
            ".gem/credentials",
            ".composer/auth.json",
            ".config/containers/auth.json",
            ".vault-token",
            ".terraform.d/credentials.tfrc.json",
            ".my.cnf",
            ".config/rclone/rclone.conf",
            ".local/share/keyrings/login.keyring",
            ".mozilla/firefox/x.default/logins.json",
            ".bash_history",
            ".claude/settings.json",
            ".cache/huggingface/token");

    @TempDir
    Path folder;

    private Cell cell;

    @BeforeEach
    void open() throws IOException {
        cell = new Cell(folder.toRealPath());
    }

    @AfterEach
    void close() {
        if (cell != null) {
            cell.close();
        }
    }

    private LaunchSpec in(String unit, RunHome home, String script) {
        return cell.shell(unit, script)
                .in(Confinement.within(List.of(), List.of()).at(home));
    }

    private static RunHome role(String role, Login... logins) {
        return new RunHome("T", role, List.of(logins));
    }

    @Test
    void noStoreOfCredentialsIsThereByAnyName() {
        STORES.forEach(store -> cell.write("home/" + store, Cell.HIDDEN));

        String log = cell.run(cell.shell(
                "u1",
                "cd ~ && find . -type f; cat "
                        + String.join(" ", STORES) + " 2>/dev/null; grep -r " + Cell.HIDDEN
                        + " $ROOT --exclude-dir=T-1"));

        assertThat(log).doesNotContain("./").doesNotContain(Cell.HIDDEN);
    }

    @Test
    void ofTheMachineOnlyWhatEverybodyMayReadIsThere() {
        String log = cell.run(cell.shell("u1", """
            cat /etc/shadow /etc/gshadow /etc/sudoers /etc/ssl/private/* 2>/dev/null
            find /etc -type f ! -perm -o+r -size +0 -exec cat {} + 2>/dev/null
            ls -d /root /home /srv /mnt /media /boot /var/lib/postgresql /var/log 2>/dev/null
            ls / | tr '\\n' ' '\
            """));

        assertThat(log)
                .doesNotContain("root:")
                .doesNotContain("PRIVATE KEY")
                .doesNotContain("/var/l")
                .endsWith("exit 0");
        for (String folder : List.of("root", "home", "srv", "mnt", "media", "boot")) {
            assertThat(log.split("[ /\\n]")).doesNotContain(folder);
        }
    }

    @Test
    void whatOneRolePlantsNoOtherFinds() {
        cell.run(in("u1", role("developer"), """
            mkdir -p ~/.claude ~/.m2/wrapper/dists && echo planted >~/.claude/settings.json
            echo planted >~/.m2/wrapper/dists/mvn; echo planted >~/.profile\
            """));

        String look = "cat ~/.claude/settings.json ~/.m2/wrapper/dists/mvn ~/.profile 2>/dev/null";
        assertThat(cell.run(in("u2", role("reviewer"), look))).doesNotContain("planted");
        assertThat(cell.run(in("u3", RunHome.ofGates("T"), look))).doesNotContain("planted");
        assertThat(cell.run(in("u4", new RunHome("U", "developer", List.of()), look)))
                .doesNotContain("planted");
        assertThat(cell.run(in("u5", role("developer"), look))).contains("planted\nplanted");
        assertThat(cell.root.resolve("home/.claude")).doesNotExist();
        assertThat(cell.root.resolve("home/.m2")).doesNotExist();
        assertThat(cell.read("home/.profile")).isEqualTo("theirs");
    }

    @Test
    void aLoginIsCopiedAndTheNewerOneStays() throws IOException {
        Path path = Path.of(".claude/.credentials.json");
        Instant then = Instant.parse("2026-11-01T10:00:00Z");
        String look = "cat ~/.claude/.credentials.json; echo";

        assertThat(cell.run(in("u1", role("developer", new Login(path, "old", then)), look)))
                .startsWith("old\n");
        cell.run(in(
                "u2",
                role("developer", new Login(path, "old", then)),
                "echo refreshed >~/.claude/x && mv ~/.claude/x ~/.claude/.credentials.json"));
        assertThat(cell.run(in("u3", role("developer", new Login(path, "old", then)), look)))
                .startsWith("refreshed\n");
        Instant later = Instant.now().plusSeconds(60);
        assertThat(cell.run(in("u4", role("developer", new Login(path, "new", later)), look)))
                .startsWith("new\n");
        assertThat(Files.getPosixFilePermissions(cell.kept(".claude/.credentials.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    /** The server writes logins and caches into a folder that runs have written to. */
    @Test
    void aLinkInTheHomeLeadsTheServerNowhere() throws IOException {
        Path outside = Files.createDirectories(cell.root.resolve("outside"));
        cell.write("outside/auth.json", "theirs");
        cell.run(cell.shell(
                "u1",
                "ln -s $ROOT/outside ~/.codex; mkdir ~/.claude;"
                        + " ln -s $ROOT/outside/auth.json ~/.claude/.credentials.json"));

        cell.run(in(
                "u2",
                role(
                        "developer",
                        new Login(Path.of(".codex/auth.json"), "secret", Instant.now()),
                        new Login(Path.of(".claude/.credentials.json"), "secret", Instant.now())),
                "true"));

        assertThat(outside).isDirectoryContaining("glob:**/auth.json");
        assertThat(cell.read("outside/auth.json")).isEqualTo("theirs");
        assertThat(cell.kept(".codex")).isDirectory().isNotEqualTo(outside);
        assertThat(Files.isSymbolicLink(cell.kept(".codex"))).isFalse();
    }

    /** bwrap follows links where it makes the place of a mount, even to the machine's own root. */
    @Test
    void aLinkInTheHomeMovesNoMount() throws IOException {
        cell.close();
        cell = new Cell(
                Files.createDirectories(folder.toRealPath().resolve("2")),
                "home/.local/state/baton/x");
        Path outside = Files.createDirectories(cell.root.resolve("outside"));
        cell.write("home/.sdkman/bin/tool", "#!/bin/sh\n");
        String attack = """
            mv ~/.local ~/.gone; mv ~/.local/state ~/.local/gone; rm -rf ~/.sdkman
            rmdir ~/.local/state ~/.local; mv ~/.sdkman ~/.gone
            ln -s /oldroot%1$s ~/.local; ln -s /oldroot%1$s ~/.sdkman
            ls -a ~\
            """.formatted(outside);
        cell.run(cell.shell("u1", attack));
        // As if an earlier version, or a run before the folder was needed, had left it.
        Path kept = cell.kept(".sdkman");
        Files.delete(kept);
        Files.createSymbolicLink(kept, Path.of("/oldroot" + outside));

        String log =
                cell.run(cell.shell("u2", "pwd; cat ~/.sdkman/bin/tool; ls -A ~/.local/state"));

        assertThat(log).contains(cell.clone + "\n", "#!/bin/sh", "baton\n").endsWith("exit 0");
        assertThat(outside).isEmptyDirectory();
        assertThat(Files.isSymbolicLink(cell.kept(".local"))).isFalse();
    }

    @Test
    void theDataFolderBelowTheHomeStaysHidden() throws IOException {
        cell.close();
        cell = new Cell(
                Files.createDirectories(folder.toRealPath().resolve("2")),
                "home/.local/state/baton/x");

        String log = cell.run(cell.shell("u1", """
            echo kept >~/.local/share-me; echo made >made; ls $DATA; cat $DATA/token
            (echo x >$DATA/new) 2>/dev/null || echo "not there"
            (echo x >~/.local/state/baton/new) 2>/dev/null; grep -r %s ~\
            """.formatted(Cell.HIDDEN)));

        assertThat(log).contains("clones\n", "not there").doesNotContain(Cell.HIDDEN);
        assertThat(cell.clone.resolve("made")).hasContent("made");
        assertThat(cell.kept(".local/share-me")).hasContent("kept");
        assertThat(cell.data.resolve("new")).doesNotExist();
    }

    @Test
    void cachesAreCopiesWithoutPowersOrLinks() throws IOException {
        cell.write("home/.m2/repository/a/a.jar", "jar");
        cell.write("home/.m2/settings.xml", Cell.HIDDEN);
        cell.write("home/.m2/wrapper/dists/mvn", "#!/bin/sh\n");
        Path program = cell.root.resolve("home/.m2/wrapper/dists/mvn");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        cell.sh("chmod 6755 " + program + " && ln -s /etc/passwd " + program + ".link" + " && ln "
                + program + " " + program + ".twin");
        Files.writeString(cell.clone.resolve("pom.xml"), "<project/>");

        String log = cell.run(cell.shell("u1", """
            cd ~/.m2 && find . -type f -o -type l | sort; ls settings.xml
            echo poison >repository/a/a.jar; echo poison >wrapper/dists/mvn\
            """));

        assertThat(log)
                .startsWith("./repository/a/a.jar\n./wrapper/dists/mvn\n./wrapper/dists/mvn.twin\n")
                .doesNotContain("link");
        assertThat(cell.read("home/.m2/repository/a/a.jar")).isEqualTo("jar");
        assertThat(cell.read("home/.m2/wrapper/dists/mvn")).isEqualTo("#!/bin/sh\n");
        assertThat(cell.sh("find " + cell.data.resolve("homes") + " -perm /6000"))
                .isEmpty();
        assertThat(cell.run(in("u2", role("reviewer"), "cat ~/.m2/repository/a/a.jar")))
                .startsWith("jar");
        assertThat(cell.run(cell.shell("u3", "cat ~/.m2/repository/a/a.jar"))).startsWith("poison");
    }

    @Test
    void aCacheThatNoBuildAsksForIsNotCopied() {
        cell.write("home/.m2/repository/a/a.jar", "jar");

        assertThat(cell.run(cell.shell("u1", "ls -A ~"))).isEqualTo("exit 0");
    }

    @Test
    void setuidFilesOfARunAreOutOfReachOfOtherUsers() throws IOException {
        cell.run(cell.shell("u1", "cp /bin/true ~/root && chmod 6755 ~/root && chmod 777 ~"));

        assertThat(Files.getPosixFilePermissions(cell.kept("../..")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    /** It is the server's file, and was open for reading only; but what is open can be reopened. */
    @Test
    void standardInputCannotBeWritten() {
        cell.write("data/handover/prompt.md", "do this\n");
        LaunchSpec plain = cell.shell("u1", """
            cat
            for way in /proc/self/fd/0 /dev/stdin $DATA/handover/prompt.md; do
                (echo mine >$way) 2>/dev/null && echo "wrote $way"
            done; exit 0\
            """);
        LaunchSpec spec = new LaunchSpec(
                plain.unit(),
                plain.folder(),
                plain.argv(),
                plain.environment(),
                cell.data.resolve("handover/prompt.md"),
                "",
                "",
                plain.logBytesMax(),
                plain.confinement(),
                null);

        assertThat(cell.run(spec)).isEqualTo("do this\nexit 0");
        assertThat(cell.read("data/handover/prompt.md")).isEqualTo("do this\n");
    }

    @Test
    void socketsOfTheHomeAndOfTheMachineAreNotThere() throws IOException {
        cell.sh("mkdir -p " + cell.home + "/.gnupg && cd " + cell.home
                + "/.gnupg && perl -MIO::Socket::UNIX -e"
                + " 'IO::Socket::UNIX->new(Local => \"S.gpg-agent\", Listen => 1)'");

        assertThat(cell.run(cell.shell("u1", "ls -A ~; find / -xdev -type s 2>/dev/null; exit 0")))
                .isEqualTo("exit 0");
    }

    @Test
    void whatSettingsNameIsShownInTheHomeAndReadOnly() {
        cell.write("home/.m2/settings.xml", "mirrors");
        LaunchSpec spec = cell.shell("u1", "");
        String log = cell.run(LaunchSpec.of(
                        "u1",
                        cell.clone,
                        List.of(
                                "/bin/sh",
                                "-c",
                                "cat ~/.m2/settings.xml; (echo x >~/.m2/settings.xml) 2>&1;"
                                        + " echo y >~/.m2/mine && echo wrote"),
                        spec.environment())
                .in(Confinement.within(
                                List.of(), List.of(cell.root.resolve("home/.m2/settings.xml")))
                        .at(Cell.HOME)));

        assertThat(log).startsWith("mirrors").contains("Read-only", "wrote");
        assertThat(cell.read("home/.m2/settings.xml")).isEqualTo("mirrors");
    }

    @Test
    void privateFoldersAreBounded() {
        assertThat(cell.run(cell.shell(
                        "u1",
                        "for f in /tmp /var/tmp /run /dev/shm; do df -B1 --output=size $f | tail"
                                + " -1; done")))
                .containsPattern("\\s*4294967296\\s*4294967296\\s*67108864\\s*4294967296");
    }

    @Test
    void theKernelEndsARunBeforeTheServer() {
        LaunchSpec spec = cell.shell("u1", "cat /proc/self/oom_score_adj; ulimit -c");
        LaunchSpec limited = spec.in(new Confinement(
                true,
                List.of(),
                List.of(),
                Cell.HOME,
                new RunLimits(1L << 30, 100, 512, 1L << 30),
                true));

        assertThat(cell.run(limited)).startsWith("500\n0\n");
    }

    @Test
    void aHomeThatARunClosedDoesNotKeepLaterOnesOut() {
        Login login = new Login(Path.of(".codex/auth.json"), "login", Instant.now());
        cell.run(in("u1", role("developer", login), "chmod 000 ~/.codex ~"));

        assertThat(cell.run(in("u2", role("developer", login), "cat ~/.codex/auth.json; echo")))
                .isEqualTo("login\nexit 0");
    }

    @Test
    void aHomeThatIsOldKeepsItsLogin() throws IOException {
        Path kept = cell.kept(".codex/auth.json");
        Files.createDirectories(kept.getParent());
        Files.writeString(kept, "refreshed");
        Instant operators = Instant.parse("2026-11-01T10:00:00Z");
        Files.setLastModifiedTime(kept, FileTime.from(operators.plusSeconds(1)));

        cell.run(in(
                "u1",
                role("developer", new Login(Path.of(".codex/auth.json"), "old", operators)),
                "true"));

        assertThat(kept).hasContent("refreshed");
    }
}
