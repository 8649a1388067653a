package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.RunState;
import dev.baton.runs.RunUnit.Gone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldRunTest {
    @TempDir
    Path folder;

    /** The kernel ended all of it, supervisor included: nobody else can say why. */
    @Test
    void whatTheKernelEndedAtItsLimitIsOverItNotLost() {
        try (RunWorld world = new RunWorld(folder)) {
            RunFacts told = new RunFacts(
                    world.store,
                    world::nudge,
                    RunWorld.CLOCK,
                    "test",
                    run -> Optional.of("over its limit of memory"));
            Reaper reaper = new Reaper(
                    world.store,
                    world.units,
                    ReapingSettings.DEFAULT,
                    _ -> Optional.empty(),
                    _ -> false,
                    new Reaper.Ways(
                            new Sightings(world.units),
                            world::nudge,
                            told,
                            new Alerts(world.store, RunWorld.CLOCK)));
            world.running("u1");
            world.units.is("u1", new Gone(true, "its group is empty"));

            reaper.runOnce(Duration.ofSeconds(2));

            assertThat(world.run("u1").state()).isEqualTo(RunState.TIMED_OUT);
            assertThat(world.run("u1").reason()).isEqualTo("over its limit of memory");
        }
    }
}
