package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.JobKind;
import dev.baton.model.RunState;
import dev.baton.runs.RunGroups;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCleanupTest {
    @TempDir
    Path folder;

    private final List<String> removed = new ArrayList<>();

    /** Also of a run whose task is gone: whatever this server has no unfinished run for. */
    @Test
    void onlyGroupsOfRunsWhoseEndIsWrittenGo() {
        try (RunWorld world = new RunWorld(folder)) {
            world.running("lives");
            world.intended("begins", JobKind.AGENT);
            world.running("ended");
            world.commit(tx ->
                    tx.work().ended("ended", RunState.EXITED, 0, "exit code 0", RunWorld.NOW));

            new GroupCleanup(world.store, groups("lives", "begins", "ended", "unknown"))
                    .runOnce(Duration.ZERO);
        }

        assertThat(removed).containsExactlyInAnyOrder("ended", "unknown");
    }

    private RunGroups groups(String... units) {
        return new RunGroups() {
            @Override
            public Set<String> units() {
                return Set.of(units);
            }

            @Override
            public void remove(String unit) {
                removed.add(unit);
            }
        };
    }
}
