package dev.baton.git;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs git. Safe for any number of threads; a thread that calls it may be interrupted. */
public final class Git {
    private static final Logger LOG = LoggerFactory.getLogger(Git.class);
    private static final int OUT_BYTES_MAX = 8 * 1024 * 1024;
    private static final int ERR_BYTES_MAX = 64 * 1024;
    private static final Duration KILL_GRACE = Duration.ofSeconds(2);
    private static final Duration PIPE_GRACE = Duration.ofSeconds(10);
    private static final Pattern PASSWORD = Pattern.compile("(://)[^/@\\s']+@");

    /** Said again on every command, because the configuration of a repository could say else. */
    private static final List<String> FIXED = List.of(
            "core.hooksPath=/dev/null",
            "core.fsmonitor=false",
            "core.askPass=",
            "core.attributesFile=/dev/null",
            "credential.helper=",
            "protocol.ext.allow=never",
            "submodule.recurse=false",
            "fetch.recurseSubmodules=false",
            "transfer.fsckObjects=true",
            "core.fsync=committed",
            "gc.auto=0",
            "maintenance.auto=false",
            "advice.detachedHead=false");

    private final GitSettings settings;

    public Git(GitSettings settings) {
        this.settings = settings;
    }

    public GitIdentity identity() {
        return settings.identity();
    }

    /** Runs a command that must end with 0. */
    public GitResult require(GitCommand command) {
        GitResult result = run(command);
        if (!result.ok()) {
            throw unexpected(command, result);
        }
        return result;
    }

    /** The failure for an exit code that the caller has no use for. */
    public static GitFailure unexpected(GitCommand command, GitResult result) {
        return new GitFailure(
                GitFailure.Kind.EXIT,
                command.described() + ": expected exit 0, found " + result.exit() + ": "
                        + result.err().strip(),
                null);
    }

    /** Runs a command and answers however it ended. */
    public GitResult run(GitCommand command) {
        Duration bound = command.timeout() == null ? settings.timeout() : command.timeout();
        Process process = start(command);
        Captured out = Captured.of(process.getInputStream(), OUT_BYTES_MAX, "git-out");
        Captured err = Captured.of(process.getErrorStream(), ERR_BYTES_MAX, "git-err");
        Thread input = Thread.ofVirtual().name("git-in").start(() -> feed(process, command));
        try {
            if (!ended(process, out, err, bound)) {
                throw stopped(command, "expected an end within " + bound + ", found none");
            }
            return new GitResult(
                    process.exitValue(),
                    out.text(),
                    withoutPasswords(err.text()),
                    out.cut() || err.cut());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw stopped(command, "interrupted");
        } finally {
            ProcessTree.end(process, KILL_GRACE);
            input.interrupt();
        }
    }

    /**
     * Runs a command and hands on what it prints, part by part between NUL bytes, as it comes: for
     * output without an end.
     *
     * @param more whether the next part is wanted; if not, the command is ended
     * @return whether all parts were wanted, and the command ended with 0
     */
    public boolean each(GitCommand command, Predicate<String> more) {
        Duration bound = command.timeout() == null ? settings.timeout() : command.timeout();
        Process process = start(command);
        Parts out = Parts.of(process.getInputStream(), more, process::destroyForcibly);
        Captured err = Captured.of(process.getErrorStream(), ERR_BYTES_MAX, "git-err");
        try {
            process.getOutputStream().close();
            boolean ended = process.waitFor(bound.toNanos(), TimeUnit.NANOSECONDS)
                    && out.ended(PIPE_GRACE)
                    && err.ended(PIPE_GRACE);
            if (!ended) {
                throw stopped(command, "expected an end within " + bound + ", found none");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw stopped(command, "interrupted");
        } catch (IOException cause) {
            throw stopped(command, "cannot talk to it: " + cause.getMessage());
        } finally {
            ProcessTree.end(process, KILL_GRACE);
        }
        if (!out.stopped() && process.exitValue() != 0) {
            throw unexpected(
                    command,
                    new GitResult(
                            process.exitValue(), "", withoutPasswords(err.text()), err.cut()));
        }
        return !out.stopped();
    }

    /** Objects of a repository, read one by one for as long as that takes, up to the bound. */
    public GitObjects objects(GitCommand repository) {
        GitCommand command = repository.and("cat-file", "--batch-command");
        Duration bound = command.timeout() == null ? settings.timeout() : command.timeout();
        return new GitObjects(command, bound, start(command), ERR_BYTES_MAX);
    }

    /** The process and what holds its output: a transport left behind still writes to the pipe. */
    private static boolean ended(Process process, Captured out, Captured err, Duration bound)
            throws InterruptedException {
        return process.waitFor(bound.toNanos(), TimeUnit.NANOSECONDS)
                && out.ended(PIPE_GRACE)
                && err.ended(PIPE_GRACE);
    }

    private Process start(GitCommand command) {
        try {
            Files.createDirectories(settings.home());
            ProcessBuilder builder = new ProcessBuilder(argv(command));
            builder.directory(settings.home().toFile());
            environment(builder.environment(), command);
            return builder.start();
        } catch (IOException cause) {
            throw new GitFailure(
                    GitFailure.Kind.NOT_STARTED,
                    command.described() + ": expected git to start, found: " + cause.getMessage()
                            + ". Next: baton doctor",
                    cause);
        }
    }

    private List<String> argv(GitCommand command) throws IOException {
        List<String> argv = new ArrayList<>();
        argv.add(GitProgram.find(settings.program(), settings.searchPath()).toString());
        for (String pair : FIXED) {
            argv.add("-c");
            argv.add(pair);
        }
        for (String pair : command.config()) {
            argv.add("-c");
            argv.add(pair);
        }
        argv.add("--no-replace-objects");
        if (command.gitDir() != null) {
            argv.add("--git-dir=" + command.gitDir());
        }
        if (command.workTree() != null) {
            argv.add("--work-tree=" + command.workTree());
        }
        argv.addAll(command.arguments());
        return argv;
    }

    private void environment(Map<String, String> environment, GitCommand command)
            throws IOException {
        environment.clear();
        environment.put("PATH", settings.searchPath());
        environment.put("HOME", settings.home().toString());
        environment.put("XDG_CONFIG_HOME", settings.home().toString());
        environment.put("LC_ALL", "C");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_ATTR_NOSYSTEM", "1");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_NO_LAZY_FETCH", "1");
        environment.put("GIT_OPTIONAL_LOCKS", "0");
        environment.put("GIT_ALLOW_PROTOCOL", command.transports());
        environment.put("GIT_SSH_COMMAND", "ssh -oBatchMode=yes");
        // A command without a repository must not find the one the data folder lies in.
        environment.put(
                "GIT_CEILING_DIRECTORIES",
                settings.home().toRealPath().resolve("..").normalize().toString());
        environment.put("GIT_AUTHOR_NAME", settings.identity().name());
        environment.put("GIT_AUTHOR_EMAIL", settings.identity().email());
        environment.put("GIT_COMMITTER_NAME", settings.identity().name());
        environment.put("GIT_COMMITTER_EMAIL", settings.identity().email());
        if (command.date() != null) {
            environment.put("GIT_AUTHOR_DATE", command.date());
            environment.put("GIT_COMMITTER_DATE", command.date());
        }
    }

    private static void feed(Process process, GitCommand command) {
        try (OutputStream input = process.getOutputStream()) {
            input.write(command.inputBytes());
        } catch (IOException closed) {
            LOG.debug("{}: did not read all of its input", command.described(), closed);
        }
    }

    static GitFailure stopped(GitCommand command, String why) {
        return new GitFailure(
                GitFailure.Kind.STOPPED, command.described() + ": " + why + ". Ended it", null);
    }

    private static String withoutPasswords(String text) {
        return PASSWORD.matcher(text).replaceAll("$1***@");
    }
}
