package dev.baton.workspace;

import dev.baton.git.Git;
import dev.baton.git.GitCommand;
import dev.baton.git.GitFailure;
import dev.baton.git.GitObjects;
import dev.baton.git.GitResult;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Sha;
import dev.baton.model.TransientFailure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The private bare mirror of one project: all that Baton builds and keeps lies here, with a reflog
 * of every ref. No agent ever writes here. Safe for any number of threads, as far as git's own
 * locks are; two that move the same ref at once make one of them fail transiently.
 */
public final class Mirror {
    private static final int CHANGED_FILES_MAX = 500;
    private static final Duration FETCH_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration PACK_TIMEOUT = Duration.ofMinutes(30);

    private final Git git;
    private final RepositorySettings repository;
    private final Path directory;
    private final MirrorLayout layout;

    Mirror(Git git, RepositorySettings repository, Path directory) {
        this.git = git;
        this.repository = repository;
        this.directory = directory;
        this.layout = new MirrorLayout(directory);
    }

    public Path directory() {
        return directory;
    }

    public RepositorySettings repository() {
        return repository;
    }

    /** Makes the mirror if it is not there; repeatable after a crash in the middle. */
    synchronized void create() {
        if (Files.isRegularFile(directory.resolve("baton-ready"))) {
            layout.restore();
            return;
        }
        require(GitCommand.of(
                "init",
                "--quiet",
                "--bare",
                "--template=",
                "--initial-branch=" + repository.base(),
                directory.toString()));
        layout.write();
        Folders.touch(directory.resolve("baton-ready"));
    }

    /** Brings the base branch of the user's repository up to date here and answers its tip. */
    public Sha fetchBase() {
        String ref = "refs/heads/" + repository.base();
        // Not checked object by object, as git by default does not either: old and honourable
        // histories hold objects that fsck refuses. What an agent adds is checked.
        GitCommand fetch = fetching(in("fetch"), repository)
                .and(repository.address(), "+" + ref + ":" + ref)
                .config("transfer.fsckObjects=false");
        GitResult fetched = run(fetch);
        if (!fetched.ok()) {
            Optional<String> problem = new RepositoryCheck(git).problem(repository);
            if (problem.isPresent()) {
                throw new PermanentFailure(FailureCode.GIT, problem.get());
            }
            throw failed(Git.unexpected(fetch, fetched));
        }
        return ref(ref).orElseThrow(() -> new IllegalStateException(
                "mirror " + directory + ": expected " + ref + " after fetching it, found none"));
    }

    static GitCommand fetching(GitCommand fetch, RepositorySettings from) {
        GitCommand quiet = fetch.and(
                        "--quiet",
                        "--no-tags",
                        "--no-write-fetch-head",
                        "--no-auto-maintenance",
                        "--no-recurse-submodules")
                .through(from.transport())
                .within(FETCH_TIMEOUT);
        // The operator named this folder, whoever owns it; said to this one process only.
        return from.remote()
                ? quiet
                : quiet.and("--upload-pack=git -c safe.directory='*' upload-pack");
    }

    /**
     * Puts loose objects and small packs together, and writes what makes walking history fast: each
     * task of git's does a bounded part of it. Objects that nobody refers to stay.
     */
    public void pack() {
        maintain("--task=loose-objects", "--task=commit-graph", "--task=pack-refs");
        // Git fails at it where there is no pack yet, and has an order of tasks of its own.
        if (layout.hasPacks()) {
            maintain("--task=incremental-repack");
        }
    }

    private void maintain(String... tasks) {
        require(in("maintenance").and("run", "--quiet").and(tasks).within(PACK_TIMEOUT));
    }

    /** The commit a ref points at; empty = there is no such ref. */
    public Optional<Sha> ref(String name) {
        GitCommand command = in("rev-parse", "--verify", "--quiet", "--end-of-options", name);
        GitResult result = run(command);
        return switch (result.exit()) {
            case 0 -> Optional.of(new Sha(result.line()));
            case 1 -> Optional.empty();
            default -> throw failed(Git.unexpected(command, result));
        };
    }

    /** Whether it is here and is a commit, not a tag or a file. */
    public boolean has(Sha commit) {
        GitResult result = run(
                in("rev-parse", "--verify", "--quiet", "--end-of-options", commit + "^{commit}"));
        return result.ok() && result.line().equals(commit.value());
    }

    /** Whether the later commit contains the earlier one; both must be here. */
    public boolean contains(Sha later, Sha earlier) {
        return answers(in("merge-base", "--is-ancestor", earlier.value(), later.value()));
    }

    /**
     * Those of the earlier commits that the later one contains; one process, and one more for each
     * that is. The history of the later one is here as a whole, so it contains nothing that is not.
     */
    public Set<Sha> contained(Sha later, Set<Sha> earlier) {
        StringBuilder asked = new StringBuilder("^" + later + "\n");
        earlier.forEach(commit -> asked.append(commit).append('\n'));
        Set<String> outside = Set.copyOf(
                require(in("rev-list", "--ignore-missing", "--stdin").input(asked.toString()))
                        .lines());
        return earlier.stream()
                .filter(commit -> !outside.contains(commit.value()))
                .filter(commit -> has(commit) && contains(later, commit))
                .collect(Collectors.toSet());
    }

    /** Whether two commits have an ancestor in common; both must be here. */
    public boolean related(Sha one, Sha other) {
        return answers(in("merge-base", one.value(), other.value()));
    }

    /** Exit 0 is yes, 1 is no, everything else no answer. */
    private boolean answers(GitCommand question) {
        GitResult result = run(question);
        return switch (result.exit()) {
            case 0 -> true;
            case 1 -> false;
            default -> throw failed(Git.unexpected(question, result));
        };
    }

    /**
     * As {@link #contains}, for a later commit that may have come to the base since it was fetched;
     * one that is not there then contains nothing.
     */
    public boolean containsAsOfNow(Sha later, Sha earlier) {
        if (!has(later)) {
            fetchBase();
        }
        return has(later) && contains(later, earlier);
    }

    /** Paths that differ between two commits, at most 500; both trees were measured before. */
    public List<String> changedFiles(Sha from, Sha to) {
        List<String> changed = new ArrayList<>();
        boolean _ = each(
                in(
                        "diff-tree",
                        "-r",
                        "-z",
                        "--no-renames",
                        "--no-ext-diff",
                        "--name-only",
                        from.value(),
                        to.value()),
                path -> {
                    changed.add(path);
                    return changed.size() < CHANGED_FILES_MAX;
                });
        return List.copyOf(changed);
    }

    /** Makes a ref unless it exists, and answers what it points at afterwards. */
    public Sha createRef(String name, Sha sha, String why) {
        GitCommand command = in(
                "update-ref",
                "--create-reflog",
                "-m",
                why,
                name,
                sha.value(),
                "0".repeat(sha.value().length()));
        GitResult result = run(command);
        return ref(name).orElseThrow(() -> failed(Git.unexpected(command, result)));
    }

    /** Sets a ref, whatever it was. */
    void setRef(String name, Sha sha, String why) {
        require(in("update-ref", "--create-reflog", "-m", why, name, sha.value()));
    }

    /** As {@link Git#each}, in the mirror. */
    boolean each(GitCommand command, Predicate<String> more) {
        try {
            return git.each(command, more);
        } catch (GitFailure failure) {
            throw failed(failure);
        }
    }

    /** What a question to many objects says, asked of one process. */
    <A> A objects(Function<GitObjects, A> question) {
        try (GitObjects objects = git.objects(in())) {
            return question.apply(objects);
        } catch (GitFailure failure) {
            throw failed(failure);
        }
    }

    /** Any command in the mirror that talks to nobody; its exit code is the caller's to read. */
    public GitResult run(GitCommand command) {
        try {
            GitResult result = git.run(command);
            boolean again = !result.ok() && StaleLocks.removed(directory, result.err());
            return again ? git.run(command) : result;
        } catch (GitFailure failure) {
            throw failed(failure);
        }
    }

    /** Any command that talks to nobody and must end with 0. */
    public GitResult require(GitCommand command) {
        GitResult result = run(command);
        if (!result.ok()) {
            throw failed(Git.unexpected(command, result));
        }
        return result;
    }

    public GitCommand in(String... arguments) {
        return GitCommand.in(directory, arguments);
    }

    private TransientFailure failed(GitFailure failure) {
        return new TransientFailure(
                FailureCode.GIT,
                "project " + repository.project() + ": " + failure.getMessage(),
                failure);
    }
}
