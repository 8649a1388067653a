package dev.baton.setup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The PostgreSQL of a demo. The program that the launcher names runs it as a child of this process:
 * it says the address once the database can be used, and stops it when our end of its standard
 * input is closed, by us or by our death. Only where that program was killed itself is the database
 * ended from here. For one thread.
 */
final class DemoPostgresql implements DemoDatabase {
    private static final String PROGRAM = "BATON_EMBEDDED_POSTGRESQL";
    private static final Duration READY_MAX = Duration.ofSeconds(60);
    private static final Duration STOPPING_MAX = Duration.ofSeconds(40);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final String NEXT = ". Next: ";

    private final List<String> command;
    private final Path folder;
    private final Process process;
    private final CompletableFuture<String> address = new CompletableFuture<>();
    private final CompletableFuture<String> complaint = new CompletableFuture<>();

    private DemoPostgresql(List<String> command, Path folder) {
        this.command = command;
        this.folder = folder;
        this.process = begin(command);
        Thread.ofVirtual().start(() -> address.complete(first(process.inputReader())));
        Thread.ofVirtual().start(() -> complaint.complete(last(process.errorReader())));
    }

    /** The words that run it; what is missing is said before anything is written. */
    static List<String> program(Surroundings around) {
        String program = around.environment().getOrDefault(PROGRAM, "");
        if (!Files.isReadable(Path.of(program)) || program.isEmpty()) {
            throw SetupFailure.failed(
                    "no-embedded-postgresql",
                    "embedded PostgreSQL: expected its program in " + PROGRAM + ", found "
                            + (program.isEmpty() ? "nothing" : "no file " + program),
                    "./baton demo --store postgresql, since the launcher builds it and says where"
                            + " it is");
        }
        return List.of(around.javaHome().resolve("bin/java").toString(), "-jar", program);
    }

    /**
     * Starts it; waits until it can be used, or somebody asks to end.
     *
     * @param program from {@link #program}
     */
    static DemoPostgresql start(
            List<String> program, Path folder, LongSupplier nanos, Interruption interruption) {
        List<String> command =
                Stream.concat(program.stream(), Stream.of(folder.toString())).toList();
        DemoPostgresql made = new DemoPostgresql(command, folder);
        boolean started = false;
        try {
            made.await(nanos, interruption);
            started = true;
            return made;
        } finally {
            if (!started) {
                made.close();
            }
        }
    }

    /** In a session of its own: Ctrl-C is for the demo, which stops the server first. */
    private static Process begin(List<String> command) {
        List<String> words =
                Stream.concat(Stream.of("setsid"), command.stream()).toList();
        try {
            return new ProcessBuilder(words).start();
        } catch (IOException e) {
            throw SetupFailure.failed(
                    "postgresql-not-started",
                    "embedded PostgreSQL (" + String.join(" ", words)
                            + "): expected it to start, found " + e.getMessage(),
                    "./baton doctor");
        }
    }

    private void await(LongSupplier nanos, Interruption interruption) {
        long from = nanos.getAsLong();
        while (!address.isDone() && !interruption.within(POLL)) {
            if (nanos.getAsLong() - from > READY_MAX.toNanos()) {
                throw failure();
            }
        }
        if (address.isDone() && address.join().isEmpty()) {
            throw failure();
        }
    }

    /** What the program said itself is the best there is. */
    private SetupFailure failure() {
        boolean ended = ended(POLL);
        String said = ended ? complaint.join() : "";
        String[] parts = said.split(NEXT, 2);
        return parts.length == 2
                ? SetupFailure.failed("postgresql-not-started", parts[0], parts[1])
                : SetupFailure.failed(
                        "postgresql-not-started",
                        "embedded PostgreSQL (pid " + process.pid()
                                + "): expected it to be ready within " + READY_MAX.toSeconds()
                                + " s, found "
                                + (ended
                                        ? "that it ended with exit code " + process.exitValue()
                                        : "it running")
                                + " after '" + said + "'",
                        "less " + folder.resolve("log"));
    }

    @Override
    public String settings() {
        String again = String.join(" ", command);
        return """
                # The database has to run before the server: %s
                store:
                  url: %s
                  password: postgresql
                secrets:
                  postgresql: file:%s
                """.formatted(again, address.join(), folder.resolve("password"));
    }

    @Override
    public List<String> again() {
        return command;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it is gone, and so is its end of the pipe
        }
        if (!ended(STOPPING_MAX)) {
            process.destroyForcibly();
            ended(STOPPING_MAX);
        }
        endWhatIsLeft();
    }

    /** PostgreSQL names its first process here while it runs; its others go with that one. */
    private void endWhatIsLeft() {
        Folders.text(folder.resolve("data/postmaster.pid"))
                .lines()
                .findFirst()
                .filter(line -> line.matches("\\d{1,9}"))
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
                .filter(left -> left.info().commandLine().orElse("").contains(folder + "/"))
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    private boolean ended(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Empty where it ended without a word. */
    private static String first(BufferedReader said) {
        try (said) {
            String line = said.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }

    private static String last(BufferedReader said) {
        try (said) {
            return said.lines().reduce((before, after) -> after).orElse("");
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }
}
