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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
 * or a branch put back behind its start, which would pass for landed) is not taken, nor one with a
 * commit that brings Baton's own folders: the head stays, and what was found is held under {@code
 * taken/UNIT} for a person.
 */
public final class CloneReader {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /** Nothing of the clone's objects is used but the objects: no index that an agent wrote. */
    private static final String STAND_IN = """
            [core]
            \trepositoryFormatVersion = 0
            \tbare = true
            \tcommitGraph = false
            \tmultiPackIndex = false
            [pack]
            \tuseBitmaps = false
            \treadReverseIndex = false
            [uploadpack]
            \tallowFilter = false
            """;

    /** In git's words: the objects are at fault, not the machine. */
    private static final Pattern BROKEN = Pattern.compile(
            "fsck|bad object|bad ref|bad tree|bad line|missing|corrupt|inflate|not our "
                    + "ref|couldn't find remote ref|did not send all necessary|unable to "
                    + "parse|unable to read|invalid|loose object|not a commit|is not a "
                    + "valid|early EOF",
            Pattern.CASE_INSENSITIVE);

    private final Mirrors mirrors;
    private final CloneFolders folders;
    private final WorkspaceSettings settings;
    private final Trees trees;

    public CloneReader(Mirrors mirrors, WorkspaceSettings settings) {
        this.mirrors = mirrors;
        this.folders = new CloneFolders(settings);
        this.settings = settings;
        this.trees = new Trees(settings);
    }

    /** Where the clone of that job is, or would be. */
    public Path folder(CloneName name) {
        return folders.find(name);
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
     * @param refused why the commits cannot be had, which is the run's own fault; null = they can
     */
    public record Taken(
            Sha base,
            Sha visitStart,
            Sha head,
            List<String> changedFiles,
            List<String> uncommitted,
            List<String> remarks,
            @Nullable String refused) {
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
    public Taken take(Task task, CloneName name, String unit, boolean movesHead) {
        Mirror mirror = mirrors.of(task.project());
        Sha base = base(mirror, task);
        Sha previous = task.head() == null ? base : task.head();
        Sha visitStart = mirror.ref(TaskRefs.of(task).visit(name.visit())).orElse(previous);
        Source from = new Source(mirror, task, unit, folders.find(name));
        Found found = find(from, new Heads(base, visitStart, previous), movesHead);
        return new Taken(
                base,
                visitStart,
                found.head,
                mirror.changedFiles(visitStart, found.head),
                found.uncommitted,
                found.remarks,
                found.refused);
    }

    /** What is taken from where, for which run. */
    private record Source(Mirror mirror, Task task, String unit, Path folder) {
        TaskRefs refs() {
            return TaskRefs.of(task);
        }
    }

    /** Where the task started, where its visit did, and where it is. */
    private record Heads(Sha base, Sha visitStart, Sha previous) {}

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

    private record Found(
            Sha head,
            List<String> uncommitted,
            List<String> remarks,
            @Nullable String refused) {}

    private Found find(Source from, Heads heads, boolean movesHead) {
        Optional<String> broken = broken(from);
        if (broken.isPresent()) {
            return giveUp(from, heads, broken.get());
        }
        List<String> remarks = new ArrayList<>();
        CloneRefs refs = CloneRefs.read(from.folder, from.task.branch());
        remarkOnHead(from.task, refs, remarks);
        Optional<String> unreadable = fetch(from, refs);
        if (unreadable.isPresent()) {
            return giveUp(from, heads, "its objects could not be read: " + unreadable.get());
        }
        List<String> uncommitted = uncommitted(from, refs);
        if (!movesHead) {
            return new Found(heads.previous, uncommitted, remarks, null);
        }
        Sha found = acceptable(from, heads, refs, remarks);
        Optional<String> refused = refused(from, heads, found);
        if (refused.isPresent()) {
            return new Found(heads.previous, uncommitted, remarks, refused.get());
        }
        if (!found.equals(heads.previous)) {
            move(from, heads, found, remarks);
        }
        return new Found(found, uncommitted, remarks, null);
    }

    /**
     * Brings what is committed or kept in a clone into the mirror, and moves nothing; answers why
     * that cannot be done, if so.
     *
     * @param known what the mirror has already
     */
    Optional<String> save(Task task, Path clone, String as, Collection<Sha> known) {
        Source from = new Source(mirrors.of(task.project()), task, as, clone);
        Optional<String> broken = broken(from);
        if (broken.isPresent()) {
            return broken;
        }
        CloneRefs refs = CloneRefs.read(clone, task.branch());
        boolean saved = known.containsAll(refs.kept().values())
                && refs.branch().filter(tip -> !known.contains(tip)).isEmpty();
        return saved ? Optional.empty() : fetch(from, refs);
    }

    /** Moves a clone that a run could not be started in out of the way; the next one is new. */
    public void renew(Task task, CloneName name, String why) {
        setAside(task, folders.find(name), why);
    }

    private void setAside(Task task, Path clone, String why) {
        if (Folders.exists(clone)) {
            folders.setAside(task.key(), clone, why + ". A new one is made for the next run");
        }
    }

    private Optional<String> broken(Source from) {
        return CloneShape.problem(from.folder)
                .or(() -> CloneObjects.problem(
                        from.folder.resolve(".git/objects"), bytesMax(from.mirror)));
    }

    private long bytesMax(Mirror mirror) {
        return CloneObjects.bytes(mirror.directory().resolve("objects"))
                + settings.growthBytesMax();
    }

    private Found giveUp(Source from, Heads heads, String why) {
        setAside(from.task, from.folder, why);
        return new Found(
                heads.previous,
                List.of(),
                List.of("nothing was taken from the clone: " + why),
                null);
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
    private Optional<String> fetch(Source from, CloneRefs refs) {
        if (refs.branch().isEmpty() && refs.kept().isEmpty()) {
            return Optional.empty();
        }
        Mirror mirror = from.mirror;
        Path standIn = settings.mirrors().resolve(".taking-" + RefName.part(from.unit) + ".git");
        Folders.delete(standIn);
        try {
            makeStandIn(standIn, from.folder, refs);
            GitCommand fetch = Mirror.fetching(mirror.in("fetch"), mirror.repository())
                    .through("file")
                    .within(TIMEOUT)
                    .and(standIn.toString(), "refs/kept/*:" + from.refs().kept() + "*");
            GitCommand all = refs.branch().isEmpty()
                    ? fetch
                    : fetch.and("+refs/head:" + from.refs().taken(from.unit));
            GitResult result = mirror.run(all);
            if (result.ok()) {
                return Optional.empty();
            }
            if (BROKEN.matcher(result.err()).find()) {
                return Optional.of(result.err().strip().lines().findFirst().orElse(""));
            }
            throw new TransientFailure(
                    FailureCode.GIT,
                    "task " + from.task.key() + ": expected to fetch from its clone, found exit "
                            + result.exit() + ": " + result.err().strip());
        } finally {
            Folders.delete(standIn);
        }
    }

    private static void makeStandIn(Path standIn, Path clone, CloneRefs refs) {
        Folders.make(standIn.resolve("refs"));
        Folders.make(standIn.resolve("objects/info"));
        Folders.write(standIn.resolve("HEAD"), "ref: refs/head\n");
        Folders.write(standIn.resolve("config"), STAND_IN);
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

    /** Where the branch was left, or the head as it was if that cannot be the task's. */
    private Sha acceptable(Source from, Heads heads, CloneRefs refs, List<String> remarks) {
        Sha found = refs.branch().orElse(heads.previous);
        if (!from.mirror.has(found)) {
            remarks.add("the branch points at " + found + ", which is no commit; it stays at "
                    + heads.previous);
            return heads.previous;
        }
        if (!from.mirror.contains(found, heads.base)) {
            remarks.add("the branch was moved to " + found + ", which does not contain "
                    + heads.base + " that the task started from; it stays at " + heads.previous);
            return heads.previous;
        }
        Optional<String> tooLarge = found.equals(heads.previous)
                ? Optional.empty()
                : trees.problem(from.mirror, heads.base, found);
        if (tooLarge.isPresent()) {
            remarks.add("nothing was taken from the clone: " + found.abbreviated() + " "
                    + tooLarge.get() + "; the branch stays at " + heads.previous);
            return heads.previous;
        }
        return found;
    }

    private static Optional<String> refused(Source from, Heads heads, Sha found) {
        if (found.equals(heads.previous)) {
            return Optional.empty();
        }
        Sha news = from.mirror.ref(from.refs().visitBase(from.task.visit())).orElse(heads.base);
        return BatonFolders.problem(from.mirror, found, heads.base, heads.visitStart, news)
                .map(why -> why + "; the branch stays at " + heads.previous);
    }

    private static void move(Source from, Heads heads, Sha found, List<String> remarks) {
        Sha previous = heads.previous;
        if (!from.mirror.contains(found, previous)) {
            from.mirror.createRef(
                    from.refs().kept("before-" + from.unit, previous),
                    previous,
                    "baton: rewritten by " + from.unit);
            remarks.add("history was rewritten: " + found + " does not contain " + previous
                    + ", which is kept");
        }
        from.mirror.setRef(from.refs().head(), found, "baton: taken from " + from.unit);
    }

    private List<String> uncommitted(Source from, CloneRefs refs) {
        Sha kept = refs.kept().get(from.unit);
        if (kept == null) {
            return List.of();
        }
        String ref = from.refs().kept(from.unit, kept);
        Optional<Sha> parent = from.mirror.ref(ref + "^1");
        return parent.isEmpty()
                        || trees.problem(from.mirror, parent.get(), kept).isPresent()
                ? List.of()
                : from.mirror.changedFiles(parent.get(), kept).stream()
                        .limit(100)
                        .toList();
    }
}
