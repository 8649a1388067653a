package dev.baton.cli;

import dev.baton.api.HoldRequest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command that is a process already but does not run yet: it waits for a file, so that the queue
 * is held before its first instruction, by the very process it will be. It gives up waiting when
 * this process is gone. Closing ends it unless it was run.
 */
final class HeldCommand implements AutoCloseable {
    private static final String GO = "go";

    /** What the shell says of a command it could not begin (EX_TEMPFAIL). */
    private static final String WAIT = """
            go=$1 parent=$2
            shift 2
            while [ ! -e "$go" ]; do
              kill -0 "$parent" 2>/dev/null || { rm -rf "${go%/*}"; exit 75; }
              sleep 0.05
            done
            rm -rf "${go%/*}"
            exec "$@"
            """;

    private final Path folder;
    private final Path go;
    private final Process process;
    private final HoldRequest.Identity identity;
    private boolean ran;

    private HeldCommand(Path folder, Process process, HoldRequest.Identity identity) {
        this.folder = folder;
        this.go = folder.resolve(GO);
        this.process = process;
        this.identity = identity;
    }

    static HeldCommand waiting(List<String> command) {
        try {
            Path folder = Files.createTempDirectory("baton-hold-");
            List<String> words = new ArrayList<>(List.of(
                    "sh",
                    "-c",
                    WAIT,
                    "sh",
                    folder.resolve(GO).toString(),
                    Long.toString(ProcessHandle.current().pid())));
            words.addAll(command);
            Process process = new ProcessBuilder(words).inheritIO().start();
            return new HeldCommand(folder, process, identity(process.pid()));
        } catch (IOException e) {
            throw failed(command.getFirst(), e);
        }
    }

    HoldRequest.Identity process() {
        return identity;
    }

    /** Lets it run to its end, and answers its exit code. */
    int run() {
        try {
            ran = true;
            Files.createFile(go);
            return process.waitFor();
        } catch (IOException e) {
            process.destroyForcibly();
            throw failed(go.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    @Override
    public void close() {
        if (!ran) {
            process.destroyForcibly();
            var _ = folder.toFile().delete();
        }
    }

    /** A process keeps its number and start when it becomes another program. */
    private static HoldRequest.Identity identity(long pid) throws IOException {
        // The name in brackets may hold anything; the fields after it are numbers.
        String stat = new String(
                Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat")),
                StandardCharsets.ISO_8859_1);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        int start = 22 - 3;
        return new HoldRequest.Identity(
                pid,
                Long.parseLong(fields[start]),
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
    }

    private static CliFailure failed(String what, IOException e) {
        return new CliFailure(
                ExitCode.FAILED,
                "command",
                "command " + what + ": expected it to be ready to run, found " + e.getMessage(),
                null);
    }
}
