package dev.baton.setup;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    @TempDir
    Path temp;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void killsTaggedProcessesOfItsFolderAndNobodyElse() throws Exception {
        Path mine = temp.resolve("demo");
        Process ours = sleeping("u1", mine + "/.baton/out");
        Process sameNameOfAnotherDemo = sleeping("u1", temp.resolve("demo-2") + "/.baton/out");
        Process untagged = sleeping(null, mine + "/.baton/out");
        Leftovers leftovers = new Leftovers(Path.of("/proc"), mine);
        await().untilAsserted(() -> assertThat(leftovers.alive()).containsExactly(ours.toHandle()));
        try (Interruption interruption = Interruption.listen()) {
            assertThat(leftovers.kill(interruption)).isEqualTo(1);
        }
        assertThat(ours.waitFor()).isEqualTo(137);
        assertThat(leftovers.alive()).isEmpty();
        assertThat(sameNameOfAnotherDemo.isAlive()).isTrue();
        assertThat(untagged.isAlive()).isTrue();
    }

    private Process sleeping(@org.jspecify.annotations.Nullable String unit, String out)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "600");
        builder.environment().put("BATON_OUT", out);
        if (unit != null) {
            builder.environment().put("BATON_RUN", unit);
        }
        Process process = builder.start();
        started.add(process);
        return process;
    }
}
