package dev.baton.runs.process;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.ProcessIdentity;
import dev.baton.runs.Confinement;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunUnit.Alive;
import dev.baton.runs.RunUnit.Claimed;
import dev.baton.runs.RunUnit.Exited;
import dev.baton.runs.RunUnit.Launched;
import dev.baton.runs.RunUnit.Nothing;
import dev.baton.runs.RunUnit.Poisoned;
import dev.baton.runs.RunUnit.Refused;
import dev.baton.runs.RunUnit.Unclear;
import dev.baton.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LaunchTest {
    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void answersWithTheSupervisorThatTheKernelKnows() {
        ProcessIdentity identity = bench.launch(bench.shell("u1", "sleep 30"));

        assertThat(bench.processes.alive(identity)).isTrue();
        assertThat(bench.units.observe("u1")).isEqualTo(new Alive(identity, true));
        assertThat(bench.processes.find(identity.pid()).orElseThrow().group())
                .as("leads a group of its own")
                .isEqualTo(identity.pid());
    }

    @Test
    void keepsTheExitCode() {
        assertThat(bench.run(bench.shell("u1", "exit 7"))).isEqualTo(7);
    }

    @Test
    void passesArgumentsAsTheyAre() {
        String[] argv = {"printf", "%s|", "a b", "$HOME", "`id`", "'\"", "x\ny", "*", "", "-n"};

        assertThat(bench.run(bench.program("u1", argv))).isZero();

        assertThat(bench.log("u1")).isEqualTo("a b|$HOME|`id`|'\"|x\ny|*||-n|");
    }

    /** Which of the two depends on the locale that the tests run in. */
    @Test
    void passesOtherLettersUnchangedOrNotAtAll() throws IOException {
        LaunchSpec spec = bench.program("u1", "printf", "%s", "é☂");

        switch (bench.units.launch(spec)) {
            case Refused(String why) -> assertThat(why).contains("LC_ALL=C.UTF-8");
            case Launched _ -> {
                assertThat(bench.run(spec)).isZero();
                assertThat(Files.readString(bench.units.logOf("u1"))).isEqualTo("é☂");
            }
            case Unclear(String why) -> throw new AssertionError(why);
        }
    }

    @Test
    void runsProgramsNeverWordsOfTheShell() {
        assertThat(bench.run(bench.program("u1", "exit", "3"))).isEqualTo(127);
        assertThat(bench.run(bench.program("u2", "A=B"))).isEqualTo(127);
    }

    @Test
    void givesTheCommandExactlyItsEnvironment() {
        LaunchSpec spec = LaunchSpec.of(
                "u1",
                folder,
                List.of("/usr/bin/env"),
                Map.of("A", "1 2\n3", "PWD", "/", "IFS", "x", "no.name", "x"));

        assertThat(bench.run(spec)).isZero();

        assertThat(bench.log("u1").strip().lines())
                .containsExactlyInAnyOrder("A=1 2", "3", "BATON_RUN=u1", mark());
    }

    private String mark() {
        return new Mark(folder.resolve("runs")).line("u1");
    }

    @Test
    void opensNoFilesForTheCommandButTheThreeUsual() {
        assertThat(bench.run(bench.shell("u1", "cd /proc/self/fd && echo *"))).isZero();

        // The shell lists itself through one more.
        assertThat(bench.log("u1").strip()).matches("0 1 2( \\d+)?");
    }

    @Test
    void leavesSignalsAndModeAsAProgramExpectsThem() {
        assertThat(bench.run(bench.shell("u1", "umask; grep SigIgn /proc/self/status")))
                .isZero();

        List<String> lines = bench.log("u1").lines().toList();
        assertThat(lines.getFirst()).isEqualTo("0022");
        long ignored = Long.parseLong(lines.getLast().replaceFirst("SigIgn:\\s+", ""), 16);
        assertThat(ignored & 0x7fff_ffffL).as("of the signals with a name").isZero();
    }

    @Test
    void worksInItsFolderAndReadsItsInput() throws IOException {
        Path input = Files.writeString(folder.resolve("input"), "the prompt\n");
        LaunchSpec spec = new LaunchSpec(
                "u1",
                folder,
                List.of("/bin/sh", "-c", "pwd; cat"),
                Map.of(),
                input,
                "",
                "",
                LaunchSpec.LOG_BYTES_MAX,
                Confinement.NONE,
                null);

        assertThat(bench.run(spec)).isZero();

        assertThat(bench.log("u1")).isEqualTo(folder.toRealPath() + "\nthe prompt\n");
    }

    @Test
    void saysWhenThereIsNoInput() {
        LaunchSpec spec = new LaunchSpec(
                "u1",
                folder,
                List.of("cat"),
                Map.of(),
                folder.resolve("none"),
                "",
                "",
                1000,
                Confinement.NONE,
                null);

        assertThat(bench.run(spec)).isEqualTo(LaunchSpec.NOT_RUN);
        assertThat(bench.log("u1")).contains("cannot read standard input").contains("none");
    }

    @Test
    void tellsAProgramThatIsNotThereFromOneThatCannotRun() throws IOException {
        Files.writeString(folder.resolve("tool"), "no");

        assertThat(bench.run(bench.program("u1", "no-such-program"))).isEqualTo(127);
        assertThat(bench.log("u1")).contains("no-such-program: not found");
        assertThat(bench.run(bench.program("u2", "./tool"))).isEqualTo(126);
        assertThat(bench.log("u2")).contains("./tool: Permission denied");
    }

    @Test
    void tellsTheSignalThatACommandDiedBy() {
        assertThat(bench.run(bench.shell("u1", "kill -9 $$"))).isEqualTo(128 + 9);
    }

    @Test
    void runsPrologueAndEpilogueAroundTheCommand() {
        LaunchSpec spec = Bench.with(
                bench.shell("u1", "cat made; exit 4"),
                "echo made by the prologue >made; echo before",
                "echo after $1");

        assertThat(bench.run(spec)).isEqualTo(4);
        assertThat(bench.log("u1")).isEqualTo("before\nmade by the prologue\nafter 4\n");
    }

    @Test
    void doesNotRunTheCommandAfterAPrologueThatFailed() {
        LaunchSpec spec = Bench.with(bench.shell("u1", "echo main"), "exit 9", "echo after");

        assertThat(bench.run(spec)).isEqualTo(LaunchSpec.NOT_RUN);
        assertThat(bench.log("u1"))
                .isEqualTo("baton: prologue failed with exit code 9, command not run\n");
    }

    @Test
    void doesNotCallItSuccessWhenTheEpilogueFailed() {
        assertThat(bench.run(Bench.with(bench.shell("u1", "true"), "", "exit 3")))
                .isEqualTo(LaunchSpec.NOT_RUN);
        assertThat(bench.log("u1")).contains("epilogue failed with exit code 3");
        assertThat(bench.run(Bench.with(bench.shell("u2", "exit 5"), "", "exit 3")))
                .isEqualTo(5);
    }

    @Test
    void startsAUnitOnceHoweverOftenItIsLaunched() {
        LaunchSpec spec = bench.shell("u1", "echo ran >>ran; sleep 0.2");
        bench.launch(spec);
        bench.launch(spec);

        IntStream.range(0, 8).parallel().forEach(_ -> bench.units.launch(spec));

        assertThat(bench.exitOf("u1")).isZero();
        assertThat(bench.units.launch(spec)).isInstanceOf(Launched.class);
        assertThat(bench.line("ran")).isEqualTo("ran");
    }

    /** The spawn was in flight when the claim was looked for: only the claim itself can stop it. */
    @Test
    void aSecondSupervisorEndsBeforeItDoesAnything() throws Exception {
        bench.launch(bench.shell("u1", "echo ran >>ran; sleep 0.3"));
        UnitFolder files = bench.files("u1");
        ProcessIdentity first = files.identity().orElseThrow();

        int code = supervisor(files).waitFor();

        assertThat(code).isNotZero();
        assertThat(files.identity()).contains(first);
        assertThat(bench.exitOf("u1")).isZero();
        assertThat(bench.line("ran")).isEqualTo("ran");
    }

    @Test
    void aPoisonedUnitNeverStarts() throws Exception {
        assertThat(bench.units.observe("u1")).isEqualTo(new Nothing());
        assertThat(bench.units.poison("u1")).isEqualTo(new Poisoned());
        assertThat(bench.units.poison("u1")).isEqualTo(new Poisoned());
        assertThat(bench.units.observe("u1")).isEqualTo(new Poisoned());
        Files.writeString(bench.files("u1").script(), "");

        assertThat(bench.units.launch(bench.shell("u1", "touch ran"))).isInstanceOf(Refused.class);
        assertThat(lateSupervisorOf("u1").waitFor()).isNotZero();

        assertThat(folder.resolve("ran")).doesNotExist();
        assertThat(bench.units.observe("u1")).isEqualTo(new Poisoned());
    }

    @Test
    void aRunningUnitCannotBePoisoned() {
        bench.launch(bench.shell("u1", "exit 0"));

        assertThat(bench.units.poison("u1")).isEqualTo(new Claimed());
        assertThat(bench.exitOf("u1")).isZero();
        assertThat(bench.units.poison("u1")).isEqualTo(new Claimed());
    }

    @Test
    void poisonAndStartTogetherGiveOneAnswer() {
        for (int i = 0; i < 20; i++) {
            String unit = "race-" + i;
            LaunchSpec spec = bench.shell(unit, "echo ran >ran-" + unit);
            Thread starter = Thread.ofPlatform().start(() -> bench.units.launch(spec));
            boolean poisoned = bench.units.poison(unit) instanceof Poisoned;
            await().until(() -> !starter.isAlive());

            if (poisoned) {
                assertThat(bench.units.observe(unit)).isEqualTo(new Poisoned());
                assertThat(folder.resolve("ran-" + unit)).doesNotExist();
            } else {
                assertThat(bench.exitOf(unit)).isZero();
            }
        }
    }

    @Test
    void refusesWhatCannotStart() {
        LaunchSpec nowhere = LaunchSpec.of("u1", folder.resolve("none"), List.of("true"), Map.of());

        assertThat(bench.units.launch(nowhere)).isInstanceOf(Refused.class);
        assertThat(bench.units.launch(bench.program("u2", "echo", "x".repeat(200_000))))
                .isInstanceOf(Refused.class);
        assertThat(bench.units.observe("u2")).isEqualTo(new Nothing());
    }

    @Test
    void saysUnclearWhenItsFilesCannotBeRead() throws IOException {
        Files.createDirectories(bench.files("u1").path().resolve("claim"));

        assertThat(bench.units.observe("u1")).isInstanceOf(Unclear.class);
        assertThat(bench.units.launch(bench.shell("u1", "true"))).isInstanceOf(Unclear.class);
    }

    @Test
    void keepsItsFilesFromOtherUsers() throws IOException {
        bench.run(bench.shell("u1", "echo secret"));

        assertThat(modeOf(bench.files("u1").path())).isEqualTo("rwx------");
        assertThat(modeOf(bench.units.logOf("u1"))).isEqualTo("rw-------");
    }

    @Test
    void noticesTheEndAtOnce() throws InterruptedException {
        CountDownLatch noticed = new CountDownLatch(1);
        bench.launch(bench.shell("u1", "while [ ! -e go ]; do sleep 0.01; done"));
        bench.units.onExit("u1", noticed::countDown);
        assertThat(noticed.getCount()).isEqualTo(1);

        bench.units.poison("unrelated");
        touch("go");

        Eventually.reached(noticed);
        assertThat(bench.units.observe("u1")).isEqualTo(new Exited(0));
    }

    @Test
    void noticesAnEndThatHasBeen() throws InterruptedException {
        CountDownLatch noticed = new CountDownLatch(1);
        bench.run(bench.shell("u1", "true"));

        bench.units.onExit("u1", noticed::countDown);

        Eventually.reached(noticed);
    }

    private void touch(String name) {
        try {
            Files.createFile(folder.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Process lateSupervisorOf(String unit) throws IOException {
        try (var in = Launching.class.getResourceAsStream("supervise.sh")) {
            Files.write(bench.files(unit).script(), in.readAllBytes());
        }
        return supervisor(bench.files(unit));
    }

    private Process supervisor(UnitFolder files) throws IOException {
        return new ProcessBuilder(
                        "setsid",
                        "/bin/sh",
                        files.script().toString(),
                        files.path().toString(),
                        "100",
                        "/dev/null",
                        "/bin/sh",
                        "-c",
                        "echo ran >>ran")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String modeOf(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
