package dev.baton.runs.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.runs.LaunchSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor closes the folder of results, also of a unit that nothing shuts in. */
class OutFolderTest {
    @TempDir
    Path folder;

    private Bench bench;
    private Path out;

    @BeforeEach
    void open() throws IOException {
        bench = new Bench(folder);
        out = Files.createDirectories(folder.resolve("results/out"));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private LaunchSpec shell(String script, String epilogue) {
        return Bench.with(bench.shell("u1", script), "", epilogue).out(out);
    }

    @Test
    void isClosedWhenTheCommandEndsAndBeforeTheEpilogue() {
        int code = bench.run(shell(
                "echo mine >" + out + "/review.md",
                "echo forged >" + out + "/review.md || echo closed"));

        assertThat(code).isEqualTo(0);
        assertThat(bench.log("u1")).contains("closed");
        assertThat(out).doesNotExist();
        assertThat(Bench.text(folder.resolve("results/out-closed/review.md"))).isEqualTo("mine\n");
    }

    @Test
    void isAwayForAProcessThatComesToItLater() {
        bench.run(shell(
                "echo mine >" + out + "/review.md; (until [ -e " + folder + "/go ]; do sleep 0.05;"
                        + " done; echo late >" + out + "/review.md; echo over >" + folder
                        + "/over) >/dev/null 2>&1 &",
                ""));
        bench.run(bench.shell("u2", "touch go"));
        assertThat(bench.line("over")).isEqualTo("over");

        assertThat(Bench.text(folder.resolve("results/out-closed/review.md"))).isEqualTo("mine\n");
    }

    @Test
    void thatTheCommandRemovedIsSaidAndNothingElse() {
        int code = bench.run(shell("rm -rf " + out, ""));

        assertThat(code).isEqualTo(0);
        assertThat(bench.log("u1")).contains("the folder of results cannot be closed: " + out);
    }
}
