package dev.baton.runs.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.RunLimits;
import dev.baton.runs.Confinement;
import dev.baton.runs.Enclosure;
import dev.baton.runs.GroupProbe;
import dev.baton.runs.LaunchListener;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunUnit;
import dev.baton.runs.RunUnit.Alive;
import dev.baton.runs.RunUnit.Dead;
import dev.baton.runs.RunUnit.Gone;
import dev.baton.runs.RunUnit.Launched;
import dev.baton.runs.RunUnit.Refused;
import dev.baton.runs.RunUsage.Held;
import dev.baton.runs.RunUsage.OutOfMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups in a folder of files: what is written and read, not what the kernel makes of it. */
final class GroupsTest {
    private static final RunLimits LIMITS = new RunLimits(1L << 30, 100, 512, 1L << 30);

    @TempDir
    Path folder;

    private Path base;
    private Bench bench;
    private UnitGroups groups;
    private RunUnit units;

    @BeforeEach
    void open() throws IOException {
        base = Files.createDirectories(folder.resolve("base"));
        write("cgroup.subtree_control", "");
        write("cgroup.procs", "");
        group("trial");
        bench = new Bench(folder);
        groups = UnitGroups.in(new GroupProbe.Usable(base, false), folder.resolve("runs"));
        units = new ShellUnits(
                folder.resolve("runs"),
                bench.processes,
                new Patience(System::nanoTime),
                Bench.QUICK,
                Enclosure.NONE,
                groups,
                LaunchListener.NONE);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void write(String file, String text) throws IOException {
        Path path = base.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private String read(String file) throws IOException {
        return Files.readString(base.resolve(file)).strip();
    }

    /** The files that the kernel puts into a new group. */
    private void group(String name) throws IOException {
        for (String file : List.of(
                "memory.max", "memory.swap.max", "memory.oom.group", "pids.max", "cgroup.procs")) {
            write(name + "/" + file, "");
        }
        write(name + "/cgroup.events", "populated 0\nfrozen 0\n");
        write(name + "/cgroup.kill", "");
    }

    private LaunchSpec limited(String unit, String script) {
        return bench.shell(unit, script)
                .in(new Confinement(false, List.of(), List.of(), null, LIMITS, true));
    }

    private void launch(LaunchSpec spec) {
        bench.adopt(spec.unit());
        assertThat(units.launch(spec)).isInstanceOf(Launched.class);
    }

    @Test
    void thePlaceIsTakenOver() throws IOException {
        assertThat(read("cgroup.subtree_control")).isEqualTo("+memory +pids");
        assertThat(read("trial/memory.max")).isNotEmpty();
    }

    @Test
    void whatTheKernelRefusesIsNamed() throws IOException {
        Files.delete(base.resolve("trial/pids.max"));

        assertThatThrownBy(() ->
                        UnitGroups.in(new GroupProbe.Usable(base, false), folder.resolve("runs")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("trial/pids.max: expected this file of the kernel");
    }

    @Test
    void theSupervisorGoesInBeforeItClaims() throws IOException {
        group("run-u1");
        launch(limited("u1", "exec sleep 60"));

        // The kernel takes 0 for whoever writes.
        assertThat(read("run-u1/cgroup.procs")).isEqualTo("0");
        assertThat(read("run-u1/memory.max")).isEqualTo(Long.toString(1L << 30));
        assertThat(read("run-u1/memory.swap.max")).isEqualTo("0");
        assertThat(read("run-u1/memory.oom.group")).isEqualTo("1");
        assertThat(read("run-u1/pids.max")).isEqualTo("100");
    }

    @Test
    void outsideOfItsGroupNothingStarts() throws IOException {
        group("run-u1");
        Files.delete(base.resolve("run-u1/cgroup.procs"));
        Files.createDirectory(base.resolve("run-u1/cgroup.procs"));

        assertThat(units.launch(limited("u1", "echo ran >ran")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        found -> assertThat(found.why()).contains("run-u1/cgroup.procs"));
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void whatHasNoLimitsOrMayNotBeEndedHasNoGroup() {
        launch(bench.shell("u1", "exec sleep 60"));
        launch(bench.shell("u2", "exec sleep 60")
                .in(new Confinement(false, List.of(), List.of(), null, LIMITS, false)));

        assertThat(base.resolve("run-u1")).doesNotExist();
        assertThat(base.resolve("run-u2")).doesNotExist();
    }

    /** Without tag, session and parent, only the group tells whose it is. */
    @Test
    void whoLeftEverythingElseIsFoundInTheGroup() throws IOException {
        group("run-u1");
        launch(limited(
                "u1",
                "env -i setsid sh -c 'trap \"\" TERM; echo $$ >pid.tmp; mv pid.tmp pid;"
                        + " exec sleep 60' & sleep 60"));
        long runaway = bench.pid("pid");
        long supervisor = bench.files("u1").identity().orElseThrow().pid();
        write("run-u1/cgroup.procs", supervisor + "\n");
        write("run-u1/below/cgroup.procs", runaway + "\n");
        write("run-u1/cgroup.events", "populated 1\n");

        bench.kill(supervisor);
        assertThat(units.observe("u1")).isInstanceOf(Alive.class);
        assertThat(units.kill("u1", null)).isEqualTo(new Dead());

        assertThat(bench.lives(runaway)).isFalse();
        assertThat(read("run-u1/cgroup.kill")).isEqualTo("1");
    }

    @Test
    void anEmptyGroupIsAProof() throws IOException {
        group("run-u1");
        launch(limited("u1", "exec sleep 60"));
        units.kill("u1", null);

        assertThat(units.observe("u1"))
                .isInstanceOfSatisfying(
                        Gone.class, gone -> assertThat(gone.proven()).isTrue());
    }

    @Test
    void whatTheKernelDidIsTold() throws IOException {
        group("run-u1");
        launch(limited("u1", "exec sleep 60"));
        assertThat(held()).isEqualTo(new Held(1L << 30, 100, OutOfMemory.NO, false));

        write("run-u1/memory.events", "low 0\nmax 9\noom 1\noom_kill 3\noom_group_kill 1\n");
        write("run-u1/pids.events", "max 2\n");
        assertThat(held()).isEqualTo(new Held(1L << 30, 100, OutOfMemory.OF_THE_RUN, true));

        write("run-u1/memory.events", "low 0\nmax 0\noom 0\noom_kill 3\noom_group_kill 1\n");
        assertThat(held().outOfMemory()).isEqualTo(OutOfMemory.OF_THE_MACHINE);
    }

    private Held held() {
        return (Held) ProcessUnits.usage(folder.resolve("runs")).of("u1", null).orElseThrow();
    }

    @Test
    void onlyOurOwnAreRemovedAndOnlyEmptyOnes() throws IOException {
        Files.createDirectories(base.resolve("run-u1/below"));
        Files.createDirectories(base.resolve("run-u2/below"));
        write("run-u2/below/cgroup.procs", "1\n");
        Files.createDirectories(base.resolve("run-theirs"));
        Files.createDirectories(folder.resolve("runs/u1"));
        Files.createDirectories(folder.resolve("runs/u2"));

        assertThat(groups.units()).containsExactlyInAnyOrder("u1", "u2");
        groups.remove("u1");
        groups.remove("u2");
        groups.remove("gone");

        assertThat(base.resolve("run-u1")).doesNotExist();
        assertThat(base.resolve("run-u2/below")).exists();
        assertThat(UnitGroups.none(folder.resolve("runs")).units()).isEmpty();
    }

    /** A file in the unit's folder could name any folder. */
    @Test
    void aGroupOfAnotherNameIsNone() throws IOException {
        Path server = Files.createDirectories(base.resolve("server"));
        Path group = Files.createDirectories(base.resolve("run-u1"));

        assertThat(UnitGroups.named(server + "\n", "u1")).isEmpty();
        assertThat(UnitGroups.named("", "u1")).isEmpty();
        assertThat(UnitGroups.named(group + "\n", "u1")).contains(new UnitGroup(group));
        Files.delete(group);
        assertThat(UnitGroups.named(group + "\n", "u1")).isEmpty();
    }

    /** Else the kernel would hand no controllers on. */
    @Test
    void everybodyInAPlaceOfItsOwnGoesIntoTheLeaf() throws IOException {
        write("server/cgroup.procs", "");
        write("cgroup.procs", "4711\n");

        UnitGroups.in(new GroupProbe.Usable(base, true), folder.resolve("runs"));

        assertThat(read("server/cgroup.procs")).isEqualTo("4711");
    }
}
