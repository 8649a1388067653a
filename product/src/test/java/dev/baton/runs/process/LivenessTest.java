package dev.baton.runs.process;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.ProcessIdentity;
import dev.baton.runs.RunUnit;
import dev.baton.runs.RunUnit.Alive;
import dev.baton.runs.RunUnit.Exited;
import dev.baton.runs.RunUnit.Gone;
import dev.baton.runs.RunUnit.Rebooted;
import dev.baton.runs.RunUnit.Sighting;
import dev.baton.runs.RunUnit.Unclear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LivenessTest {
    private static final String ENDLESS = "echo $$ >pid; exec sleep 60";

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
    void aSignalToTheGroupLeavesAnExitFile() {
        ProcessIdentity identity = bench.launch(bench.shell("u1", ENDLESS));
        bench.pid("pid");

        bench.term(-identity.pid());
        bench.term(-identity.pid());

        assertThat(bench.exitOf("u1")).isEqualTo(128 + 15);
    }

    @Test
    void aSignalToTheSupervisorAloneStopsNothing() {
        ProcessIdentity identity =
                bench.launch(bench.shell("u1", "echo x >begun; sleep 0.3; exit 6"));
        bench.line("begun");

        for (int i = 0; i < 20; i++) {
            bench.term(identity.pid());
        }

        assertThat(bench.exitOf("u1")).isEqualTo(6);
    }

    @Test
    void anAgentWithoutItsSupervisorIsAliveUntilItEnds() {
        ProcessIdentity identity = bench.launch(bench.shell("u1", ENDLESS));
        long agent = bench.pid("pid");

        bench.kill(identity.pid());

        assertThat(bench.units.observe("u1")).isEqualTo(new Alive(identity, false));
        bench.kill(agent);
        await().untilAsserted(() -> assertThat(bench.units.observe("u1"))
                .isInstanceOfSatisfying(
                        Gone.class, gone -> assertThat(gone.proven()).isFalse()));
    }

    @Test
    void anEscapedProcessKeepsTheRunAlive() {
        ProcessIdentity identity = bench.launch(
                bench.shell("u1", "setsid sh -c 'echo $$ >pid; exec sleep 60' & wait"));
        long escaped = bench.pid("pid");
        bench.processes.signal(-identity.pid(), Processes.Signal.KILL);
        await().until(() -> !bench.lives(identity.pid()));

        assertThat(bench.lives(escaped)).isTrue();
        assertThat(bench.units.observe("u1")).isEqualTo(new Alive(identity, false));
    }

    @Test
    void aPidGivenToSomebodyElseIsDead() {
        ProcessIdentity identity = bench.launch(bench.shell("u1", "sleep 60"));
        var reused = new ProcessIdentity(identity.pid(), identity.start() + 1, identity.osBootId());
        var otherBoot = new ProcessIdentity(identity.pid(), identity.start(), "other");

        assertThat(bench.processes.alive(identity)).isTrue();
        assertThat(bench.processes.alive(reused)).isFalse();
        assertThat(bench.processes.alive(otherBoot)).isFalse();
        assertThat(new Kin(bench.processes, new Mark(folder.resolve("runs")))
                        .all("nobody", Optional.of(reused), Set.of()))
                .isEmpty();
    }

    @Test
    void aZombieIsDead() throws IOException {
        // The shell never waits for its child, so that stays a zombie while the other sleeps.
        bench.launch(bench.shell("u1", "sh -c 'echo $$ >pid' & exec sleep 60"));
        long zombie = bench.pid("pid");
        await().until(() -> bench.processes.find(zombie).orElseThrow().zombie());

        var entry = bench.processes.find(zombie).orElseThrow();
        var identity = new ProcessIdentity(zombie, entry.start(), bench.processes.osBoot());

        assertThat(bench.processes.alive(identity)).isFalse();
        assertThat(bench.processes.all()).noneMatch(found -> found.pid() == zombie);
    }

    /** W25: everything is dead, and the exit file appears between that look and the next. */
    @Test
    void anExitFileThatAppearsLateIsNotMissed() {
        leaveDead("u1");
        UnitFolder files = bench.files("u1");

        RunUnit units = bench.unitsOver(new Watched(bench.processes) {
            @Override
            public List<Entry> all() {
                List<Entry> found = super.all();
                files.write("exit", "0\n");
                return found;
            }
        });

        assertThat(units.observe("u1")).isEqualTo(new Exited(0));
    }

    /** The other half of the order: the supervisor is looked at before the processes. */
    @Test
    void aSupervisorThatEndsBetweenTheLooksIsNotGone() {
        leaveDead("u1");
        UnitFolder files = bench.files("u1");

        RunUnit units = bench.unitsOver(new Watched(bench.processes) {
            @Override
            public boolean alive(ProcessIdentity identity) {
                boolean alive = super.alive(identity);
                files.write("exit", "7\n");
                return alive;
            }
        });

        assertThat(units.observe("u1")).isEqualTo(new Exited(7));
    }

    @Test
    void aProcessThatOneLookMissedIsFoundByTheNext() {
        ProcessIdentity identity = bench.launch(bench.shell("u1", ENDLESS));
        bench.pid("pid");
        bench.kill(identity.pid());
        int[] looks = {0};

        RunUnit units = bench.unitsOver(new Watched(bench.processes) {
            @Override
            public List<Entry> all() {
                return looks[0]++ == 0 ? List.of() : super.all();
            }
        });

        assertThat(units.observe("u1")).isEqualTo(new Alive(identity, false));
    }

    @Test
    void anotherBootReadsTheExitFileFirst() {
        leaveDead("u1");
        bench.files("u1").write("identity", "4711 1 00000000-other-boot\n");

        assertThat(bench.units.observe("u1")).isEqualTo(new Rebooted());
        bench.files("u1").write("exit", "5\n");
        assertThat(bench.units.observe("u1")).isEqualTo(new Exited(5));
    }

    @Test
    void aClaimWithoutIdentityIsUnclearWhileSomethingLives() throws IOException {
        ProcessIdentity identity = bench.launch(bench.shell("u1", ENDLESS));
        bench.pid("pid");
        Files.delete(bench.files("u1").path().resolve("identity"));

        assertThat(bench.units.observe("u1")).isInstanceOf(Unclear.class);
        bench.processes.signal(-identity.pid(), Processes.Signal.KILL);
        await().until(() -> bench.units.observe("u1") instanceof Gone);
    }

    @Test
    void aClaimOfAnotherBootWithoutIdentityIsLostToTheMachine() throws IOException {
        leaveDead("u1");
        Files.delete(bench.files("u1").path().resolve("identity"));
        bench.files("u1").write("boot", "00000000-other-boot");

        assertThat(bench.units.observe("u1")).isEqualTo(new Rebooted());
    }

    @Test
    void processesThatMayNotBeReadAreToldOf() {
        leaveDead("u1");

        RunUnit units = bench.unitsOver(new Watched(bench.processes) {
            @Override
            public Tagged tagged(Entry process, String line) {
                return Tagged.UNREADABLE;
            }
        });

        assertThat(units.observe("u1")).isInstanceOfSatisfying(Gone.class, gone -> {
            assertThat(gone.proven()).isFalse();
            assertThat(gone.why()).containsPattern("[1-9]\\d* processes of other users");
        });
    }

    @Test
    void troubleWithTheProcessTableIsNeverDeath() {
        leaveDead("u1");

        RunUnit units = bench.unitsOver(new Watched(bench.processes) {
            @Override
            public List<Entry> all() {
                throw new java.io.UncheckedIOException(new IOException("too many open files"));
            }
        });

        Sighting sighting = units.observe("u1");
        assertThat(sighting)
                .isInstanceOfSatisfying(
                        Unclear.class,
                        unclear -> assertThat(unclear.why()).contains("too many open"));
    }

    /** Half a number is no number: whoever believed it would call a failure a success. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "1", "12", "ok\n", "-1\n", "1 \n", "1\n1\n", "1234\n"})
    void anExitFileThatIsTornOrNoNumberTellsNothing(String text) {
        leaveDead("u1");
        bench.files("u1").write("exit", text);

        assertThat(bench.units.observe("u1")).isInstanceOf(Gone.class);
    }

    @Test
    void anExitFileOfOtherBytesTellsNothing() throws IOException {
        leaveDead("u1");
        Files.write(bench.files("u1").path().resolve("exit"), new byte[] {0, (byte) 0xff, '0', 10});

        assertThat(bench.units.observe("u1")).isInstanceOf(Gone.class);
    }

    /** Whoever wrote it over: its supervisor has ended, and another number is all there is. */
    @Test
    void anExitFileThatWasWrittenTwiceTellsWhatStandsThere() {
        bench.run(bench.shell("u1", "exit 3"));
        bench.files("u1").write("exit", "0\n");

        assertThat(bench.units.observe("u1")).isEqualTo(new Exited(0));
    }

    @Test
    void aFolderThatWasDeletedIsNothingAndWhoLivesThereIsEnded() throws IOException {
        ProcessIdentity identity = bench.launch(bench.shell("u1", ENDLESS));
        long agent = bench.pid("pid");
        try (var files = Files.walk(bench.files("u1").path())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }

        assertThat(bench.units.observe("u1")).isEqualTo(new RunUnit.Nothing());
        assertThat(bench.units.kill("u1", identity)).isEqualTo(new RunUnit.Dead());

        assertThat(bench.processes.alive(identity)).isFalse();
        assertThat(bench.lives(agent)).isFalse();
        assertThat(bench.units.observe("u1")).isEqualTo(new RunUnit.Poisoned());
    }

    /** Its pid was given to somebody else, who began at another moment. */
    @Test
    void anIdentityThatNamesALivingStrangerIsNotTheRun() {
        leaveDead("u1");
        ProcessIdentity stranger = bench.launch(bench.shell("u2", "exec sleep 60"));
        bench.files("u1")
                .write(
                        "identity",
                        "%d %d %s\n"
                                .formatted(
                                        stranger.pid(), stranger.start() - 1, stranger.osBootId()));

        assertThat(bench.units.observe("u1")).isInstanceOf(Gone.class);
        assertThat(bench.units.kill("u1", null)).isEqualTo(new RunUnit.Dead());
        assertThat(bench.processes.alive(stranger)).isTrue();
    }

    /** A run whose processes are all dead and that left no exit file. */
    private void leaveDead(String unit) {
        ProcessIdentity identity = bench.launch(bench.shell(unit, ENDLESS));
        bench.pid("pid");
        bench.processes.signal(-identity.pid(), Processes.Signal.KILL);
        await().until(() -> bench.units.observe(unit) instanceof Gone);
    }

    /** The real processes, where a test can step between two looks. */
    private abstract static class Watched implements Processes {
        private final Processes real;

        Watched(Processes real) {
            this.real = real;
        }

        @Override
        public String osBoot() {
            return real.osBoot();
        }

        @Override
        public boolean alive(ProcessIdentity identity) {
            return real.alive(identity);
        }

        @Override
        public Optional<Entry> find(long pid) {
            return real.find(pid);
        }

        @Override
        public List<Entry> all() {
            return real.all();
        }

        @Override
        public Tagged tagged(Entry process, String line) {
            return real.tagged(process, line);
        }

        @Override
        public Optional<String> pidNamespace(long pid) {
            return real.pidNamespace(pid);
        }

        @Override
        public void signal(long pid, Signal signal) {
            real.signal(pid, signal);
        }
    }
}
