package dev.baton.workspace;

import dev.baton.git.Git;
import dev.baton.git.GitCommand;
import dev.baton.git.GitIdentity;
import dev.baton.git.RefName;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One clone per task: made here, then handed to agents and never touched again. A clone that cannot
 * be used any more is moved aside and made anew from what the mirror keeps. One caller per task at
 * a time (the task's owner).
 */
public final class Clones {
    private static final Logger LOG = LoggerFactory.getLogger(Clones.class);
    private static final Duration CLONE_TIMEOUT = Duration.ofMinutes(10);
    private static final String EXCLUDED = "/.baton/in/\n/.baton/out/\n";

    private final Git git;
    private final Mirrors mirrors;
    private final WorkspaceSettings settings;

    public Clones(Git git, Mirrors mirrors, WorkspaceSettings settings) {
        this.git = git;
        this.mirrors = mirrors;
        this.settings = settings;
    }

    /** Where the task's clone is, or would be. */
    public Path path(Task task) {
        return settings.clones().resolve(RefName.part(task.key()));
    }

    /**
     * Makes sure the task has a clone that a run can start in. Repeatable; built aside and renamed,
     * so that a crash leaves either no clone or a whole one. The first call of a visit fetches the
     * base and notes base and head of the visit.
     */
    public Prepared prepare(Task task) {
        Mirror mirror = mirrors.of(task.project());
        TaskRefs refs = TaskRefs.of(task);
        Sha base = start(task, mirror, refs);
        Sha head = task.head() == null ? base : task.head();
        if (!mirror.has(head)) {
            throw new PermanentFailure(
                    FailureCode.GIT,
                    "task " + task.key() + ": expected its head " + head + " in the mirror "
                            + mirror.directory()
                            + ", found no such commit. Next: restore the mirror from a backup, "
                            + "or baton task stop "
                            + task.key());
        }
        mirror.createRef(refs.head(), head, "baton: start of " + task.key());
        mirror.createRef(refs.visit(task.visit()), head, "baton: visit " + task.visit());
        Path clone = path(task);
        Optional<String> broken = CloneShape.problem(clone);
        if (broken.isPresent() && Folders.exists(clone)) {
            setAside(task, broken.get());
        }
        if (broken.isPresent()) {
            build(task, mirror, base, head);
        }
        return new Prepared(clone, base, head);
    }

    /** The commit the task starts from, chosen once; fetches the base once per visit. */
    private static Sha start(Task task, Mirror mirror, TaskRefs refs) {
        if (mirror.ref(refs.visitBase(task.visit())).isEmpty()) {
            mirror.createRef(
                    refs.visitBase(task.visit()),
                    mirror.fetchBase(),
                    "baton: base of visit " + task.visit());
        }
        Sha chosen = task.baseSha() != null
                ? task.baseSha()
                : mirror.ref(refs.visitBase(task.visit())).orElseThrow();
        return mirror.createRef(refs.base(), chosen, "baton: start of " + task.key());
    }

    /**
     * Writes the commits that the base gained since the task started into a file, for the prologue.
     *
     * @return false if there are none; then nothing is written
     */
    public boolean bundleBase(Task task, Prepared prepared, Path file) {
        Mirror mirror = mirrors.of(task.project());
        Sha base = mirror.ref(TaskRefs.of(task).visitBase(task.visit())).orElse(prepared.baseSha());
        if (mirror.contains(prepared.baseSha(), base)) {
            return false;
        }
        mirror.require(mirror.in(
                "bundle",
                "create",
                "--quiet",
                file.toString(),
                TaskRefs.of(task).visitBase(task.visit()),
                "^" + prepared.baseSha()));
        return true;
    }

    private void build(Task task, Mirror mirror, Sha base, Sha head) {
        Path aside = settings.clones().resolve(".new-" + RefName.part(task.key()));
        Folders.make(settings.clones());
        Folders.delete(aside);
        mirror.require(GitCommand.of(
                "init",
                "--quiet",
                "--template=",
                "--initial-branch=" + task.branch(),
                aside.toString()));
        Path dotGit = aside.resolve(".git");
        GitCommand fetch = GitCommand.in(
                        dotGit,
                        "fetch",
                        "--quiet",
                        "--no-tags",
                        "--no-write-fetch-head",
                        "--update-head-ok",
                        mirror.directory().toString())
                .and("+" + head + ":refs/heads/" + task.branch())
                .and("+" + TaskRefs.of(task).kept() + "*:refs/baton/earlier/*")
                .through("file")
                .within(CLONE_TIMEOUT)
                .config("transfer.fsckObjects=false"); // From our own mirror: checked when it came
        // in.
        mirror.require(
                task.base().equals(task.branch())
                        ? fetch
                        : fetch.and("+" + base + ":refs/heads/" + task.base()));
        configure(mirror, dotGit);
        mirror.require(
                GitCommand.in(dotGit, "reset", "--quiet", "--hard", "refs/heads/" + task.branch())
                        .workTree(aside)
                        .within(CLONE_TIMEOUT));
        Folders.move(aside, path(task));
        LOG.info("{}: made clone {} at {}", task.key(), path(task), head.abbreviated());
    }

    private void configure(Mirror mirror, Path dotGit) {
        GitIdentity identity = git.identity();
        mirror.require(GitCommand.in(dotGit, "config", "user.name", identity.name()));
        mirror.require(GitCommand.in(dotGit, "config", "user.email", identity.email()));
        Folders.make(dotGit.resolve("info"));
        Folders.write(dotGit.resolve("info/exclude"), EXCLUDED);
    }

    /**
     * Moves a clone out of the way with all that is in it; the next preparation makes a new one.
     */
    void setAside(Task task, String why) {
        Path clone = path(task);
        String name = RefName.part(task.key());
        int n = 1;
        while (Folders.exists(settings.setAside().resolve(name + "-" + n))) {
            n++;
        }
        Path target = settings.setAside().resolve(name + "-" + n);
        Folders.move(clone, target);
        LOG.warn(
                "{}: clone moved to {}: {}. A new one is made for the next run",
                task.key(),
                target,
                why);
    }
}
