package dev.baton.workspace;

import dev.baton.git.Git;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One clone per job of a visit: made here, then handed to agents and never touched again. It holds
 * the task's branch and the base, and nothing of the clones before it. One that cannot be used any
 * more is moved aside and made anew from what the mirror keeps. One caller per task at a time (the
 * task's owner).
 */
public final class Clones {
    private static final Logger LOG = LoggerFactory.getLogger(Clones.class);

    private final Git git;
    private final Mirrors mirrors;
    private final CloneFolders folders;
    private final EarlierClones earlier;

    public Clones(Git git, Mirrors mirrors, CloneReader reader, WorkspaceSettings settings) {
        this.git = git;
        this.mirrors = mirrors;
        this.folders = new CloneFolders(settings);
        this.earlier = new EarlierClones(reader, folders);
    }

    /**
     * Makes sure the job has a clone that a run can start in. Repeatable; built aside and renamed,
     * so that a crash leaves either no clone or a whole one. The first call of a visit fetches the
     * base and notes base and head of the visit.
     */
    public Prepared prepare(Task task, CloneName name) {
        Mirror mirror = mirrors.of(task.project());
        TaskRefs refs = TaskRefs.of(task);
        RefTable table = RefTable.read(mirror, refs.prefix());
        Start start = start(task, mirror, refs, table);
        earlier.clear(task, name, table.values());
        Path clone = folders.path(name);
        Optional<String> broken = CloneShape.problem(clone);
        if (broken.isPresent()) {
            if (Folders.exists(clone)) {
                folders.setAside(task.key(), clone, broken.get());
            }
            build(task, name, start);
        }
        return new Prepared(clone, start.base, start.head, broken.isPresent());
    }

    /**
     * @param base the commit the task starts from, chosen once
     * @param head where the branch is
     * @param visitBase the base as it was when the visit was first prepared
     */
    private record Start(Sha base, Sha head, Sha visitBase) {}

    private static Start start(Task task, Mirror mirror, TaskRefs refs, RefTable table) {
        Sha visitBase = table.get(refs.visitBase(task.visit())).orElseGet(mirror::fetchBase);
        Sha given = task.baseSha() == null ? visitBase : task.baseSha();
        Sha base = table.get(refs.base()).orElse(given);
        Sha head = task.head() == null ? base : task.head();
        if (!head.equals(visitBase) && !table.values().contains(head) && !mirror.has(head)) {
            throw new PermanentFailure(
                    FailureCode.GIT,
                    "task " + task.key() + ": expected its head " + head + " in the mirror "
                            + mirror.directory()
                            + ", found no such commit. Next: restore the mirror from a backup, "
                            + "or baton task stop "
                            + task.key());
        }
        table.createMissing(
                Map.of(
                        refs.base(), base,
                        refs.head(), head,
                        refs.visit(task.visit()), head,
                        refs.visitBase(task.visit()), visitBase),
                table.get(refs.base()).isPresent()
                        ? "baton: visit " + task.visit()
                        : "baton: start of " + task.key());
        return new Start(base, head, visitBase);
    }

    private void build(Task task, CloneName name, Start start) {
        Path draft = folders.draft(name);
        String branch = "refs/heads/" + task.branch();
        Map<String, Sha> refs = new TreeMap<>(Map.of("refs/heads/" + task.base(), start.visitBase));
        refs.put(branch, start.head);
        new FreshRepository(mirrors.of(task.project()))
                .make(draft, "ref: " + branch, refs, git.identity());
        Folders.touch(draft.resolve(".git").resolve(EarlierClones.CLEAN));
        Folders.move(draft, folders.path(name));
        LOG.info(
                "{}: made clone {} at {}",
                task.key(),
                folders.path(name),
                start.head.abbreviated());
    }
}
