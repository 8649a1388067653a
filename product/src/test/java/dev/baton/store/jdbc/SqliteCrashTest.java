package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.store.Store;
import dev.baton.store.Store.Step;
import dev.baton.store.WriteResult.Committed;
import dev.baton.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that dies by {@code kill -9}. It shows that nothing committed waits in the process; that
 * the disk has it too is the business of {@code synchronous=full}, which is read back at start.
 */
@Tag("slow")
class SqliteCrashTest {
    private static final int KILLS = 3;
    private static final int COMMITS_BEFORE_KILL = 200;

    @TempDir
    Path folder;

    @Test
    void everyCommitThatWasAnsweredIsThere() throws Exception {
        List<String> answered = new ArrayList<>();
        for (int kill = 1; kill <= KILLS; kill++) {
            answered.addAll(commitsUntilKilled("server-" + kill));
        }

        try (Store store = SqliteStoreTest.sqlite(folder)) {
            assertThat(answered).hasSizeGreaterThanOrEqualTo(KILLS * COMMITS_BEFORE_KILL);
            List<String> missing = store.read(reads -> answered.stream()
                    .filter(digest -> reads.tasks().pipelineYaml(digest).isEmpty())
                    .toList());
            assertThat(missing).isEmpty();
        }
    }

    private List<String> commitsUntilKilled(String name) throws IOException, InterruptedException {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Server.class.getName(),
                        folder.toString(),
                        name)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> answered = new ArrayList<>();
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // A line cut short by the kill is not an answer.
                if (line.endsWith(".")) {
                    answered.add(line);
                }
                // By the handle: the process itself would close the pipe with what is still in it.
                if (answered.size() == COMMITS_BEFORE_KILL) {
                    server.toHandle().destroyForcibly();
                }
            }
        } finally {
            server.destroyForcibly();
        }
        Eventually.end(server);
        return answered;
    }

    /** Commits for ever, and says so after each. */
    static final class Server {
        private Server() {}

        public static void main(String[] arguments) {
            Store store = SqliteStoreTest.sqlite(Path.of(arguments[0]));
            for (long i = 1; ; i++) {
                String digest = arguments[1] + "/" + i + ".";
                var result = store.write("keep", tx -> {
                    tx.tasks().keepPipeline(digest, "yaml");
                    return Step.commit(digest);
                });
                if (result instanceof Committed<String> committed) {
                    System.out.println(committed.value());
                }
            }
        }
    }
}
