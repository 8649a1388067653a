package dev.baton.runs.process;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.baton.runs.RunUnit.Survived;
import dev.baton.runs.RunUsage.Held;
import dev.baton.runs.RunUsage.OutOfMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Groups of the kernel itself. They need a place that is handed over: a container that has cgroup
 * v2 to itself, or root's {@code systemd-run --scope -p Delegate=yes} before a Java that runs this
 * alone.
 */
@Tag("cgroup")
final class KernelGroupsTest {
    private static final RunLimits LIMITS = new RunLimits(64L << 20, 40, 512, 1L << 30);

    @TempDir
    Path folder;

    private Bench bench;
    private UnitGroups groups;
    private RunUnit units;

    @BeforeEach
    void open() throws IOException {
        bench = new Bench(folder);
        switch (GroupProbe.look()) {
            case GroupProbe.Usable place -> groups = UnitGroups.in(place, folder.resolve("runs"));
            case GroupProbe.Unusable(String why, String next) ->
                Assumptions.abort("control groups: " + why + "; " + next);
        }
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
        if (groups != null) {
            // As from a moment after its last process on: the kernel takes back what is empty.
            await().untilAsserted(() -> {
                groups.units().forEach(groups::remove);
                assertThat(groups.units()).isEmpty();
            });
        }
    }

    private void launch(String script) {
        LaunchSpec spec = bench.shell("group-test", script)
                .in(new Confinement(false, List.of(), List.of(), null, LIMITS, true));
        bench.adopt(spec.unit());
        assertThat(units.launch(spec)).isInstanceOf(Launched.class);
    }

    private Held held() {
        return (Held) ProcessUnits.usage(folder.resolve("runs"))
                .of("group-test", null)
                .orElseThrow();
    }

    @Test
    void aRunBeyondItsMemoryIsEndedAsAWhole() {
        launch("sleep 1000 & x=; while :; do x=$x$(head -c 1000000 /dev/zero | tr '\\0' x); done");

        await().untilAsserted(() -> assertThat(units.observe("group-test"))
                .isInstanceOfSatisfying(
                        Gone.class, gone -> assertThat(gone.proven()).isTrue()));
        assertThat(held()).isEqualTo(new Held(64L << 20, 40, OutOfMemory.OF_THE_RUN, false));
    }

    @Test
    void aForkBombIsRefusedMoreAndEndedWhole() {
        launch("echo up >up; while :; do setsid env -i sleep 1000 & done");
        bench.line("up");

        await().until(() -> held().refused());
        assertThat(held().outOfMemory()).isEqualTo(OutOfMemory.NO);
        // A shell that is refused a process may have ended itself, and left the others behind.
        assertThat(units.kill("group-test", null)).isNotInstanceOf(Survived.class);
        assertThat(bench.files("group-test").group().orElseThrow().pids()).isEmpty();
    }

    @Test
    void whoLeftEverythingElseIsStillItsOwn() {
        launch("env -i setsid sh -c 'echo $$ >pid.tmp; mv pid.tmp pid; exec sleep 1000' &"
                + " sleep 1000");
        long runaway = bench.pid("pid");
        bench.kill(bench.files("group-test").identity().orElseThrow().pid());

        assertThat(units.observe("group-test")).isInstanceOf(Alive.class);
        assertThat(units.kill("group-test", null)).isEqualTo(new Dead());
        assertThat(bench.lives(runaway)).isFalse();
    }
}
