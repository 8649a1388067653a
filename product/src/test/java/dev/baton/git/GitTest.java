package dev.baton.git;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitTest {
    @TempDir
    Path root;

    private GitWorld world;

    @BeforeEach
    void world() {
        world = new GitWorld(root);
    }

    /** A program called git that does what the test says. */
    private GitSettings fake(String body) throws IOException {
        Path program = root.resolve("bin/git");
        GitWorld.write(program, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new GitSettings(
                "git",
                program.getParent() + ":" + GitWorld.PATH,
                root.resolve("data/home"),
                GitWorld.BATON,
                Duration.ofSeconds(30));
    }

    @Nested
    class Version {
        @Test
        void isFineOnThisMachine() {
            assertThat(GitProgram.problem(
                            GitSettings.of(GitWorld.PATH, root.resolve("home"), GitWorld.BATON)))
                    .isEmpty();
        }

        @Test
        void tooOldNamesWhatWasExpectedAndFound() throws IOException {
            assertThat(GitProgram.problem(fake("echo git version 2.30.2")))
                    .hasValue("git (" + root
                            + "/bin/git): expected 2.38 or newer, found 2.30.2. Next: "
                            + "install a newer git, or put one first on PATH");
        }

        @Test
        void exactlyTheOldestAndAVendorsSuffixAreFine() throws IOException {
            assertThat(GitProgram.problem(fake("echo 'git version 2.38.0 (Apple Git-143)'")))
                    .isEmpty();
            assertThat(GitProgram.problem(fake("echo git version 3.0.0.rc1"))).isEmpty();
        }

        @Test
        void withKnownHolesIsSaidWithTheReason() throws IOException {
            for (String old : List.of("2.38.0", "2.39.4", "2.39.4.windows.1", "2.39")) {
                assertThat(GitProgram.weakness(fake("echo 'git version " + old + "'")))
                        .as(old)
                        .hasValueSatisfying(text -> assertThat(text)
                                .startsWith("git: expected 2.39.5 or newer, found " + old)
                                .contains("CVE-2024-32004", "Next: install a newer git"));
            }
            for (String fine : List.of("2.39.5", "2.39.10", "2.40.0", "2.51.0.rc1", "3.0.0")) {
                assertThat(GitProgram.weakness(fake("echo 'git version " + fine + "'")))
                        .as(fine)
                        .isEmpty();
            }
        }

        @Test
        void ofAProgramThatIsNotGitIsToldAsFound() throws IOException {
            assertThat(GitProgram.problem(fake("echo hello")))
                    .hasValueSatisfying(text -> assertThat(text).contains("found 'hello'"));
        }

        @Test
        void missingGitSaysWhatToInstall() {
            GitSettings settings = GitSettings.of(
                    root.resolve("nowhere").toString(), root.resolve("home"), GitWorld.BATON);
            assertThat(GitProgram.problem(settings))
                    .hasValue("git (git): expected 2.38 or newer on PATH, found none. Next: "
                            + "install git with your system's package manager");
        }
    }

    @Nested
    class Surroundings {
        @Test
        void giveNothingOfTheServersEnvironmentToTheCommand() throws IOException {
            GitResult result = new Git(fake("env")).require(GitCommand.of("version"));
            assertThat(result.lines())
                    .allMatch(line -> line.matches("(PATH|HOME|XDG_CONFIG_HOME|LC_ALL|GIT_[A-Z_]+"
                            + "|PWD|_|SHLVL|OLDPWD)=.*"));
            assertThat(result.lines())
                    .contains(
                            "GIT_CONFIG_NOSYSTEM=1",
                            "GIT_CONFIG_GLOBAL=/dev/null",
                            "GIT_TERMINAL_PROMPT=0",
                            "GIT_NO_LAZY_FETCH=1",
                            "LC_ALL=C",
                            "GIT_ALLOW_PROTOCOL=");
        }

        @Test
        void keepTheWordsOfAnArgumentTogether() throws IOException {
            GitResult result = new Git(fake("for a; do last=$a; done; printf '%s' \"$last\""))
                    .require(GitCommand.of("echo", "a b; $(touch x) `y`\n\"'"));
            assertThat(result.out()).isEqualTo("a b; $(touch x) `y`\n\"'");
        }

        @Test
        void doNotFindTheRepositoryThatTheDataFolderLiesIn() {
            GitWorld inside = new GitWorld(world.checkout("project").resolve("sub"));
            assertThat(inside.git().run(GitCommand.of("rev-parse", "--git-dir")).exit())
                    .isEqualTo(128);
        }

        @Test
        void allowNoTransportThatTheCallerDidNotName() {
            Path repository = world.bare("shop.git");
            GitCommand list = GitCommand.of("ls-remote", repository.toString());
            assertThat(world.git().run(list).err()).contains("transport 'file' not allowed");
            assertThat(world.git().run(list.through("file")).exit()).isZero();
        }

        @Test
        void runNoHookOfARepository() throws IOException {
            Path repository = world.checkout("shop");
            Path hook = repository.resolve(".git/hooks/reference-transaction");
            GitWorld.write(hook, "#!/bin/sh\ntouch " + root + "/ran\n");
            Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
            world.git(repository, "update-ref", "refs/heads/person", "HEAD");
            assertThat(root.resolve("ran")).as("the hook works").exists();
            Files.delete(root.resolve("ran"));

            world.git()
                    .require(GitCommand.in(
                            repository.resolve(".git"), "update-ref", "refs/heads/server", "HEAD"));

            assertThat(root.resolve("ran")).doesNotExist();
        }
    }

    @Nested
    class Bounds {
        @Test
        void endACommandWithItsChildrenWhenItTakesTooLong() throws IOException {
            Git git = new Git(fake("sleep 300 & echo $! >" + root + "/child; wait"));
            assertThatThrownBy(() -> git.run(GitCommand.of("fetch").within(Duration.ofMillis(700))))
                    .isInstanceOfSatisfying(
                            GitFailure.class,
                            failure ->
                                    assertThat(failure.kind()).isEqualTo(GitFailure.Kind.STOPPED))
                    .hasMessage("git fetch: expected an end within PT0.7S, found none. Ended it");
            assertGone(Long.parseLong(GitWorld.read(root.resolve("child")).strip()));
        }

        @Test
        void endACommandThatDoesNotListen() throws IOException {
            Git git = new Git(
                    fake("trap '' TERM; echo $$ >" + root + "/child; while :; do sleep 1; done"));
            assertThatThrownBy(() -> git.run(GitCommand.of("fetch").within(Duration.ofMillis(500))))
                    .isInstanceOf(GitFailure.class);
            assertGone(Long.parseLong(GitWorld.read(root.resolve("child")).strip()));
        }

        @Test
        void endACommandWhenTheCallerIsInterrupted() throws Exception {
            Git git = new Git(fake("echo $$ >" + root + "/child; exec sleep 300"));
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread caller = Thread.ofPlatform().start(() -> {
                try {
                    git.run(GitCommand.of("push"));
                } catch (GitFailure failure) {
                    thrown.set(
                            Thread.currentThread().isInterrupted()
                                    ? failure
                                    : new AssertionError("flag lost"));
                }
            });
            await().until(() -> Files.exists(root.resolve("child"))
                    && !GitWorld.read(root.resolve("child")).isBlank());
            caller.interrupt();
            caller.join();
            assertThat(thrown.get()).hasMessage("git push: interrupted. Ended it");
            assertGone(Long.parseLong(GitWorld.read(root.resolve("child")).strip()));
        }

        @Test
        void cutOutputThatIsTooLongAndSaySo() throws IOException {
            GitResult result = new Git(fake("yes 0123456789 | head -c 20000000; echo err >&2"))
                    .run(GitCommand.of("log"));
            assertThat(result.cut()).isTrue();
            assertThat(result.out()).hasSize(8 * 1024 * 1024);
            assertThat(result.err()).isEqualTo("err\n");
        }

        @Test
        void doNotHangOnAProgramThatReadsNoInput() throws IOException {
            assertThat(new Git(fake("exit 3"))
                            .run(GitCommand.of("mktree").input("x".repeat(1_000_000)))
                            .exit())
                    .isEqualTo(3);
        }
    }

    @Test
    void takesPasswordsOutOfMessages() throws IOException {
        Git git = new Git(
                fake("echo \"fatal: unable to access 'https://me:s3cret@host/x'\" >&2; exit 128"));
        assertThatThrownBy(() -> git.require(GitCommand.of("fetch")))
                .hasMessage("git fetch: expected exit 0, found 128: fatal: unable to access "
                        + "'https://***@host/x'");
    }

    @Test
    void saysWhenGitCannotBeStarted() {
        Git git = new Git(GitSettings.of(root.toString(), root.resolve("home"), GitWorld.BATON));
        assertThatThrownBy(() -> git.run(GitCommand.of("fetch")))
                .isInstanceOfSatisfying(
                        GitFailure.class,
                        f -> assertThat(f.kind()).isEqualTo(GitFailure.Kind.NOT_STARTED))
                .hasMessageContaining("expected git to start, found: no program 'git'");
    }

    @Test
    void refNamesAreSafeAndNoTwoTextsShareOne() {
        List<String> texts = List.of(
                "", "_", "SHOP-12", "-x", "_2dx", "a/b", "a_b", "a.lock", "..", "@{", "é", "a\nb",
                "A", "a");
        Set<String> parts = new HashSet<>();
        for (String text : texts) {
            String part = RefName.part(text);
            assertThat(part).matches("[A-Za-z0-9_][A-Za-z0-9_-]*");
            assertThat(world.git()
                            .run(GitCommand.of("check-ref-format", "refs/baton/" + part))
                            .exit())
                    .isZero();
            assertThat(parts.add(part)).as(text).isTrue();
        }
        assertThat(RefName.part("SHOP-12")).isEqualTo("SHOP-12");
    }

    @Test
    void readsAnIdentityAsGitWritesIt() {
        assertThat(GitIdentity.parse("Baton Bot <baton@localhost>"))
                .isEqualTo(new GitIdentity("Baton Bot", "baton@localhost"));
        assertThatThrownBy(() -> GitIdentity.parse("Baton"))
                .hasMessage("git-identity: expected 'Name <mail>', found 'Baton'");
    }

    private static void assertGone(long pid) {
        await().until(() ->
                ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty() || zombie(pid));
    }

    private static boolean zombie(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException gone) {
            return true;
        }
    }
}
