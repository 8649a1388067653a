package dev.baton.setup;

import dev.baton.git.Git;
import dev.baton.git.GitCommand;
import dev.baton.git.GitIdentity;
import dev.baton.git.GitProgram;
import dev.baton.git.GitSettings;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** The git runner with an empty home of its own, which goes away with it. */
final class GitHome implements AutoCloseable {
    private static final GitIdentity IDENTITY = new GitIdentity("Baton", "baton@localhost");

    private final GitSettings settings;

    private GitHome(GitSettings settings) {
        this.settings = settings;
    }

    static GitHome open(Surroundings around) {
        String path = around.environment().getOrDefault("PATH", "");
        try {
            return new GitHome(
                    GitSettings.of(path, Files.createTempDirectory("baton-git"), IDENTITY));
        } catch (IOException e) {
            throw SetupFailure.failed(
                    "not-writable",
                    "temporary folder: expected to make a folder in it, found " + e.getMessage(),
                    "ls -ld ${TMPDIR:-/tmp}");
        }
    }

    /** Why git on this machine will not do, with what to do next. */
    Optional<String> problem() {
        return GitProgram.problem(settings);
    }

    /** Why git on this machine works, but should not be used. */
    Optional<String> weakness() {
        return GitProgram.weakness(settings);
    }

    String version() {
        return git().require(GitCommand.of("version")).line().replace("git version ", "");
    }

    /** Throws unless git is there and new enough. */
    void require() {
        problem().ifPresent(text -> {
            String[] parts = text.split("\\. Next: ", 2);
            throw SetupFailure.failed(
                    "git-unusable", parts[0], parts.length > 1 ? parts[1] : "git --version");
        });
    }

    Git git() {
        return new Git(settings);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(settings.home());
        } catch (IOException e) {
            // An empty folder in the temporary folder is not worth a failure.
            settings.home().toFile().deleteOnExit();
        }
    }
}
