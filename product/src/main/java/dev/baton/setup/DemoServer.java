package dev.baton.setup;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server of a demo: Baton itself, as a child process of this one, with a log in the folder.
 * After a kill it can be started again; then it is another process. For one thread.
 */
final class DemoServer {
    private static final Duration STOPPING_MAX = Duration.ofSeconds(15);
    private static final Pattern LINK = Pattern.compile("https?://\\S+\\?key=\\S+");

    private final ProcessBuilder builder;
    private final Path log;
    private Process process;

    private DemoServer(ProcessBuilder builder, Path log) {
        this.builder = builder;
        this.log = log;
        this.process = begin(builder);
    }

    static DemoServer start(DemoFolder folder, Surroundings around) {
        List<String> command = new ArrayList<>(around.self());
        command.addAll(List.of("up", "--config", folder.settings().toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(folder.serverLog().toFile()));
        // The launcher finds the same JDK again, and every run gets it.
        builder.environment().put("JAVA_HOME", around.javaHome().toString());
        return new DemoServer(builder, folder.serverLog());
    }

    private static Process begin(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw SetupFailure.failed(
                    "server-not-started",
                    "demo server (" + String.join(" ", builder.command())
                            + "): expected it to start, found " + e.getMessage(),
                    "./baton doctor");
        }
    }

    /** {@code kill -9} to the process itself; returns when it is dead. Its runs live on. */
    void kill() {
        process.destroyForcibly();
        if (!ended(STOPPING_MAX)) {
            throw failure("it to be dead within " + STOPPING_MAX.toSeconds() + " s of kill -9");
        }
    }

    /** Only after {@link #kill}. */
    void startAgain() {
        process = begin(builder);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** The link to the board as the server printed it, or the address if it printed none. */
    String board(String address) {
        Matcher link = LINK.matcher(Folders.text(log));
        // A server that was started again has printed another one, and knows no older.
        return link.results()
                .reduce((older, newer) -> newer)
                .map(MatchResult::group)
                .orElse(address);
    }

    /** The log has the rest: the last line says most of the time why. */
    SetupFailure failure(String what) {
        String state = process.isAlive()
                ? "found it running"
                : "found that it ended with exit code " + process.exitValue();
        String last = Folders.text(log)
                .strip()
                .lines()
                .reduce((before, after) -> after)
                .orElse("");
        return SetupFailure.failed(
                "server-failed",
                "demo server (pid " + process.pid() + "): expected " + what + ", " + state
                        + " after '" + last + "'",
                "less " + log);
    }

    /** Ends it as systemd would: TERM, and KILL when that takes too long. Its runs live on. */
    void stop() {
        process.destroy();
        if (!ended(STOPPING_MAX)) {
            process.destroyForcibly();
            ended(STOPPING_MAX);
        }
    }

    private boolean ended(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
