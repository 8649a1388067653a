package dev.baton.forge.git;

import dev.baton.git.Git;
import dev.baton.git.GitCommand;
import dev.baton.git.GitFailure;
import dev.baton.git.GitResult;
import dev.baton.model.FailureCode;
import dev.baton.model.Sha;
import dev.baton.model.TransientFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The target repository: reading its refs, and pushing to it from the mirror. */
final class Remote {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PUSH_TIMEOUT = Duration.ofMinutes(3);

    /** Folders named by the operator are trusted, whoever owns them; said to this process only. */
    private static final String UPLOAD = "--upload-pack=git -c safe.directory='*' upload-pack";

    /** A checkout that has the branch checked out is updated with it, if it is clean. */
    private static final String RECEIVE =
            "--receive-pack=git -c safe.directory='*' -c core.fsync=committed"
                    + " -c receive.denyCurrentBranch=updateInstead receive-pack";

    private final Git git;
    private final GitForgeSettings settings;

    Remote(Git git, GitForgeSettings settings) {
        this.git = git;
        this.settings = settings;
    }

    /**
     * One ref to be moved.
     *
     * @param from what it must be; null = it must not exist
     * @param to null = delete it
     */
    record Move(String ref, @Nullable Sha from, @Nullable Sha to) {}

    /**
     * A push that ended by itself. {@code refusals}: git's reason by ref, empty if all went well.
     */
    record Pushed(boolean ok, Map<String, String> refusals, String err) {}

    Optional<Sha> ref(String name) {
        return Optional.ofNullable(list(name).get(name));
    }

    /** Refs that match, by name. */
    Map<String, Sha> list(String... patterns) {
        GitCommand command = GitCommand.in(settings.mirror(), "ls-remote", "--quiet", "--refs");
        GitCommand here = settings.local() ? command.and(UPLOAD) : command;
        GitResult result = require(here.and(settings.address())
                .and(patterns)
                .through(settings.transport())
                .within(READ_TIMEOUT));
        Map<String, Sha> refs = new TreeMap<>();
        result.lines().forEach(line -> {
            int tab = line.indexOf('\t');
            refs.put(line.substring(tab + 1), new Sha(line.substring(0, tab)));
        });
        return refs;
    }

    /** Brings objects into the mirror under refs of our own. */
    void fetch(String... refspecs) {
        GitCommand command = GitCommand.in(
                settings.mirror(),
                "fetch",
                "--quiet",
                "--no-tags",
                "--no-write-fetch-head",
                "--no-auto-maintenance",
                "--no-recurse-submodules",
                "--prune");
        GitCommand here = settings.local() ? command.and(UPLOAD) : command;
        require(here.and(settings.address())
                .and(refspecs)
                .through(settings.transport())
                .within(READ_TIMEOUT));
    }

    /**
     * Pushes all or nothing. Not ended in time, or not started: {@link TransientFailure}, and
     * anything may have happened.
     */
    Pushed push(Move... moves) {
        List<String> arguments = new ArrayList<>(List.of(
                "push",
                "--porcelain",
                "--atomic",
                "--no-verify",
                "--no-follow-tags",
                "--no-signed",
                "--recurse-submodules=no"));
        for (Move move : moves) {
            arguments.add("--force-with-lease=" + move.ref() + ":"
                    + (move.from() == null ? "" : move.from()));
        }
        if (settings.local()) {
            arguments.add(RECEIVE);
        }
        arguments.add(settings.address());
        for (Move move : moves) {
            arguments.add((move.to() == null ? "" : move.to()) + ":" + move.ref());
        }
        GitResult result = run(new GitCommand(
                settings.mirror(),
                null,
                arguments,
                List.of(),
                settings.transport(),
                null,
                "",
                PUSH_TIMEOUT));
        return new Pushed(result.ok(), refusals(result), result.err());
    }

    /** Lines of the form {@code !<TAB>from:to<TAB>[rejected] (reason)}. */
    private static Map<String, String> refusals(GitResult result) {
        Map<String, String> refusals = new TreeMap<>();
        for (String line : result.lines()) {
            String[] fields = line.split("\t", 3);
            if (fields.length == 3 && fields[0].equals("!")) {
                refusals.put(fields[1].substring(fields[1].indexOf(':') + 1), fields[2]);
            }
        }
        return refusals;
    }

    /** A command in the mirror that must end with 0. */
    GitResult inMirror(GitCommand command) {
        return require(command);
    }

    GitCommand mirror(String... arguments) {
        return GitCommand.in(settings.mirror(), arguments);
    }

    private GitResult require(GitCommand command) {
        GitResult result = run(command);
        if (!result.ok()) {
            throw failed(Git.unexpected(command, result));
        }
        return result;
    }

    private GitResult run(GitCommand command) {
        try {
            return git.run(command);
        } catch (GitFailure failure) {
            throw failed(failure);
        }
    }

    /** As what the seam knows. */
    TransientFailure failed(GitFailure failure) {
        return new TransientFailure(
                FailureCode.FORGE,
                "project " + settings.project() + " (" + settings.address() + "): "
                        + failure.getMessage(),
                failure);
    }
}
