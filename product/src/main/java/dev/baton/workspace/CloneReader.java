package dev.baton.workspace;

import dev.baton.git.GitCommand;
import dev.baton.git.GitResult;
import dev.baton.git.RefName;
import dev.baton.model.Evidence;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.model.TransientFailure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes the commits of a run from its clone into the mirror.
 *
 * <p>Git reads the clone's objects through a stand-in: a bare repository made for this one fetch,
 * with our configuration, exactly the refs that were read from the clone's files, and the clone's
 * object folder as its alternate. So no configuration, hook, replacement, graft or ref of the agent
 * is ever seen by a git command of the server. Every object that is new is checked (fsck).
 *
 * <p>What counts is the task's branch, wherever HEAD points. A head that does not contain the one
 * before is a rewritten history and is allowed as long as it contains the commit the task started
 * from; the old head stays under {@code kept}. A head that does not even contain that (an orphan,
 * or a branch put back behind its start, which would pass for landed) is not taken: the head stays,
 * and what was found is held under {@code taken/UNIT} for a person.
 */
public final class CloneReader {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final String SLOW_PATHS_ONLY =
            "\n[core]\n\tcommitGraph = false\n\tmultiPackIndex = false\n[pack]\n\tuseBitmaps = "
                    + "false\n\treadReverseIndex = false\n[uploadpack]\n\tallowFilter = false\n";

    /** In git's words: the objects are at fault, not the machine. */
    private static final Pattern BROKEN = Pattern.compile(
            "fsck|bad object|bad ref|bad tree|bad line|missing|corrupt|inflate|not our "
                    + "ref|couldn't find remote ref|did not send all necessary|unable to "
                    + "parse|unable to read|invalid|loose object|not a commit|is not a "
                    + "valid|early EOF",
            Pattern.CASE_INSENSITIVE);

    private final Mirrors mirrors;
    private final Clones clones;
    private final WorkspaceSettings settings;
    private final Trees trees;

    public CloneReader(Mirrors mirrors, Clones clones, WorkspaceSettings settings) {
        this.mirrors = mirrors;
        this.clones = clones;
        this.settings = settings;
        this.trees = new Trees(settings);
    }

    /** A file of a commit that was taken, as the mirror has it. */
    public Evidence.Artifact committed(String project, Sha commit, String path) {
        Mirror mirror = mirrors.of(project);
        GitResult listed = mirror.require(
                mirror.in("ls-tree", "-z", "-l", "--full-tree", commit.value(), "--", path));
        if (listed.parts().isEmpty()) {
            return new Evidence.Artifact(path, null, "no such file");
        }
        String[] entry = listed.parts().getFirst().split("[ \t]+", 5);
        return entry[0].equals("100644") || entry[0].equals("100755")
                ? new Evidence.Artifact(path, Long.valueOf(entry[3]), null)
                : new Evidence.Artifact(path, null, "no ordinary file (mode " + entry[0] + ")");
    }

    /**
     * What a run left.
     *
     * @param base where the task started
     * @param visitStart the head when the visit began
     * @param head what the task's branch is now
     * @param changedFiles paths that differ between the two, at most 500
     * @param uncommitted paths the run left uncommitted and its epilogue kept
     * @param remarks what was odd, in sentences
     */
    public record Taken(
            Sha base,
            Sha visitStart,
            Sha head,
            List<String> changedFiles,
            List<String> uncommitted,
            List<String> remarks) {
        public Taken {
            changedFiles = List.copyOf(changedFiles);
            uncommitted = List.copyOf(uncommitted);
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * Takes the branch and what was kept. Repeatable.
     *
     * @param movesHead whether the run's stage may move the task's head
     */
    public Taken take(Task task, String unit, boolean movesHead) {
        Mirror mirror = mirrors.of(task.project());
        Sha base = base(mirror, task);
        Sha previous = task.head() == null ? base : task.head();
        Found found = find(mirror, task, unit, previous, movesHead);
        Sha visitStart = mirror.ref(TaskRefs.of(task).visit(task.visit())).orElse(previous);
        return new Taken(
                base,
                visitStart,
                found.head,
                mirror.changedFiles(visitStart, found.head),
                found.uncommitted,
                found.remarks);
    }

    private static Sha base(Mirror mirror, Task task) {
        return mirror.ref(TaskRefs.of(task).base())
                .orElseThrow(() -> new PermanentFailure(
                        FailureCode.GIT,
                        "task " + task.key() + ": expected its start in the mirror "
                                + mirror.directory()
                                + ", found none. Next: restore the mirror from a backup, or "
                                + "baton task stop "
                                + task.key()));
    }

    private record Found(Sha head, List<String> uncommitted, List<String> remarks) {}

    private Found find(Mirror mirror, Task task, String unit, Sha previous, boolean movesHead) {
        List<String> remarks = new ArrayList<>();
        Path clone = clones.path(task);
        Optional<String> broken = CloneShape.problem(clone)
                .or(() -> CloneObjects.problem(clone.resolve(".git/objects"), bytesMax(mirror)));
        if (broken.isPresent()) {
            return giveUp(task, previous, broken.get());
        }
        CloneRefs refs = CloneRefs.read(clone, task.branch());
        remarkOnHead(task, refs, remarks);
        Optional<String> refused = fetch(mirror, task, unit, clone, refs);
        if (refused.isPresent()) {
            return giveUp(task, previous, "its objects could not be read: " + refused.get());
        }
        Sha head = movesHead ? moved(mirror, task, unit, previous, refs, remarks) : previous;
        return new Found(head, uncommitted(mirror, task, unit, refs), remarks);
    }

    /**
     * Deletes the task's clone, after what is committed or kept in it was taken. A clone that
     * cannot be read is set aside instead.
     */
    public void remove(Task task) {
        Path clone = clones.path(task);
        if (Folders.exists(clone)) {
            take(task, "removed-v" + task.visit(), false);
        }
        Folders.delete(clone);
    }

    /** Moves a clone that a run could not be started in out of the way; the next one is new. */
    public void renew(Task task, String why) {
        if (Folders.exists(clones.path(task))) {
            clones.setAside(task, why);
        }
    }

    private long bytesMax(Mirror mirror) {
        return CloneObjects.bytes(mirror.directory().resolve("objects"))
                + settings.growthBytesMax();
    }

    private Found giveUp(Task task, Sha previous, String why) {
        renew(task, why);
        return new Found(previous, List.of(), List.of("nothing was taken from the clone: " + why));
    }

    private static void remarkOnHead(Task task, CloneRefs refs, List<String> remarks) {
        String expected = "ref: refs/heads/" + task.branch();
        if (!refs.headFile().equals(expected)) {
            String found = refs.headFile().startsWith("ref: refs/heads/")
                    ? "on branch " + refs.headFile().substring("ref: refs/heads/".length())
                    : "on no branch";
            remarks.add(
                    "the run ended " + found + "; only what is on " + task.branch() + " counts");
        }
        if (refs.branch().isEmpty()) {
            remarks.add("the branch " + task.branch() + " is gone from the clone");
        }
    }

    /** Brings the refs into the mirror; answers why the objects cannot be read, if so. */
    private Optional<String> fetch(
            Mirror mirror, Task task, String unit, Path clone, CloneRefs refs) {
        if (refs.branch().isEmpty() && refs.kept().isEmpty()) {
            return Optional.empty();
        }
        Path standIn = settings.mirrors().resolve(".taking-" + RefName.part(unit) + ".git");
        Folders.delete(standIn);
        try {
            makeStandIn(mirror, standIn, clone, refs);
            TaskRefs ours = TaskRefs.of(task);
            GitCommand fetch = Mirror.fetching(mirror.in("fetch"), mirror.repository())
                    .through("file")
                    .within(TIMEOUT)
                    .and(standIn.toString(), "refs/kept/*:" + ours.kept() + "*");
            GitCommand all =
                    refs.branch().isEmpty() ? fetch : fetch.and("+refs/head:" + ours.taken(unit));
            GitResult result = mirror.run(all);
            if (result.ok()) {
                return Optional.empty();
            }
            if (BROKEN.matcher(result.err()).find()) {
                return Optional.of(result.err().strip().lines().findFirst().orElse(""));
            }
            throw new TransientFailure(
                    FailureCode.GIT,
                    "task " + task.key() + ": expected to fetch from its clone, found exit "
                            + result.exit() + ": " + result.err().strip());
        } finally {
            Folders.delete(standIn);
        }
    }

    private static void makeStandIn(Mirror mirror, Path standIn, Path clone, CloneRefs refs) {
        mirror.require(
                GitCommand.of("init", "--quiet", "--bare", "--template=", standIn.toString()));
        Folders.append(standIn.resolve("config"), SLOW_PATHS_ONLY);
        Folders.make(standIn.resolve("objects/info"));
        Folders.write(
                standIn.resolve("objects/info/alternates"), clone.resolve(".git/objects") + "\n");
        StringBuilder packed = new StringBuilder();
        refs.branch().ifPresent(sha -> packed.append(sha).append(" refs/head\n"));
        refs.kept()
                .forEach((name, sha) -> packed.append(sha)
                        .append(" refs/kept/")
                        .append(RefName.part(name))
                        .append('/')
                        .append(sha)
                        .append('\n'));
        Folders.write(standIn.resolve("packed-refs"), packed.toString());
    }

    private Sha moved(
            Mirror mirror,
            Task task,
            String unit,
            Sha previous,
            CloneRefs refs,
            List<String> remarks) {
        TaskRefs ours = TaskRefs.of(task);
        Sha found = refs.branch().orElse(previous);
        Sha base = base(mirror, task);
        if (!mirror.has(found)) {
            remarks.add("the branch points at " + found + ", which is no commit; it stays at "
                    + previous);
            return previous;
        }
        if (!mirror.contains(found, base)) {
            remarks.add("the branch was moved to " + found + ", which does not contain " + base
                    + " that the task started from; it stays at " + previous);
            return previous;
        }
        if (!found.equals(previous)) {
            Optional<String> tooLarge = trees.problem(mirror, base, found);
            if (tooLarge.isPresent()) {
                remarks.add("nothing was taken from the clone: " + found.abbreviated() + " "
                        + tooLarge.get() + "; the branch stays at " + previous);
                return previous;
            }
        }
        if (!mirror.contains(found, previous)) {
            mirror.createRef(
                    ours.kept("before-" + unit, previous), previous, "baton: rewritten by " + unit);
            remarks.add("history was rewritten: " + found + " does not contain " + previous
                    + ", which is kept");
        }
        mirror.setRef(ours.head(), found, "baton: taken from " + unit);
        return found;
    }

    private List<String> uncommitted(Mirror mirror, Task task, String unit, CloneRefs refs) {
        Sha kept = refs.kept().get(unit);
        if (kept == null) {
            return List.of();
        }
        String ref = TaskRefs.of(task).kept(unit, kept);
        Optional<Sha> parent = mirror.ref(ref + "^1");
        return parent.isEmpty() || trees.problem(mirror, parent.get(), kept).isPresent()
                ? List.of()
                : mirror.changedFiles(parent.get(), kept).stream().limit(100).toList();
    }
}
