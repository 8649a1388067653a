package dev.baton.workspace;

import dev.baton.git.GitCommand;
import dev.baton.git.GitResult;
import dev.baton.git.RefName;
import dev.baton.model.FailureCode;
import dev.baton.model.MergeCandidate;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.model.TransientFailure;

import java.util.List;
import java.util.Optional;

/**
 * Merge candidates in the private mirror, by {@code git merge-tree}: no work tree, no merge driver.
 */
public final class Candidates {
    private final Mirrors mirrors;
    private final House house;

    public Candidates(Mirrors mirrors, House house) {
        this.mirrors = mirrors;
        this.house = house;
    }

    /** What was built. */
    public sealed interface Built {}

    /** A commit, or the files that do not merge. */
    public record Candidate(MergeCandidate candidate) implements Built {}

    /** The base already contains the head. */
    public record AlreadyLanded(Sha baseSha) implements Built {}

    /** Builds number n from the head and the base as it is now; stored once, then only read. */
    public Built build(Task task, int n) {
        Mirror mirror = mirrors.of(task.project());
        Sha head = head(task);
        Optional<Sha> stored = mirror.ref(ref(task, n));
        if (stored.isPresent()) {
            return read(mirror, task, n, head, stored.get());
        }
        Sha base = mirror.fetchBase();
        // First: merging what is contained gives a clean tree too, and an empty second merge.
        if (mirror.contains(base, head)) {
            return new AlreadyLanded(base);
        }
        if (!mirror.related(base, head)) {
            return new Candidate(conflict(
                    task,
                    n,
                    base,
                    head,
                    List.of("(" + task.base() + " and the head have no commit in common)")));
        }
        return merge(mirror, task, n, base, head);
    }

    private static Sha head(Task task) {
        if (task.head() == null) {
            throw new IllegalStateException(
                    "task " + task.key() + ": expected a head to merge, found none");
        }
        return task.head();
    }

    private Built merge(Mirror mirror, Task task, int n, Sha base, Sha head) {
        GitCommand command = mirror.in(
                "merge-tree",
                "--write-tree",
                "-z",
                "--name-only",
                "--no-messages",
                base.value(),
                head.value());
        GitResult merged = mirror.run(command);
        List<String> parts = merged.parts();
        boolean answered = merged.exit() <= 1 && !parts.isEmpty() && Sha.isFull(parts.getFirst());
        if (!answered) {
            // Exit 1 is a conflict, and a revision that cannot be read as well.
            throw new TransientFailure(
                    FailureCode.GIT,
                    "task " + task.key() + ": merge of " + head + " into " + base
                            + ": expected a tree, found exit " + merged.exit() + ": "
                            + merged.err().strip());
        }
        if (!merged.ok()) {
            List<String> files =
                    parts.subList(1, parts.size()).stream().distinct().toList();
            return new Candidate(conflict(
                    task, n, base, head, files.isEmpty() ? List.of("(git names no file)") : files));
        }
        List<String> forbidden = house.touched(mirror, base, parts.getFirst());
        if (!forbidden.isEmpty()) {
            return new Candidate(new MergeCandidate(
                    task.id(), task.visit(), n, base, head, null, forbidden, House.WHY, null));
        }
        Sha commit = commit(mirror, task, n, parts.getFirst(), List.of(base, head));
        return read(
                mirror,
                task,
                n,
                head,
                mirror.createRef(
                        ref(task, n), commit, "baton: candidate " + n + " of " + task.key()));
    }

    private static MergeCandidate conflict(
            Task task, int n, Sha base, Sha head, List<String> files) {
        return new MergeCandidate(task.id(), task.visit(), n, base, head, null, files);
    }

    /** Everything in it is given, so that the same inputs give the same commit. */
    private static Sha commit(Mirror mirror, Task task, int n, String tree, List<Sha> parents) {
        Sha head = parents.getLast();
        String date = mirror.require(
                        mirror.in("show", "--no-patch", "--format=%cd", "--date=raw", head.value()))
                .line();
        GitCommand command = mirror.in(
                        "commit-tree",
                        tree,
                        "-p",
                        parents.getFirst().value(),
                        "-p",
                        head.value(),
                        "-F",
                        "-")
                .dated(date)
                .input(message(task, n));
        return new Sha(mirror.require(command).line());
    }

    private static String message(Task task, int n) {
        String title = task.item()
                .title()
                .replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ")
                .strip();
        return "Merge " + task.branch() + ": " + title + "\n\nBaton-Candidate: " + name(task, n)
                + "\n";
    }

    /** What is stored under a number counts, as it was built: its parents say from what. */
    private static Built read(Mirror mirror, Task task, int n, Sha head, Sha sha) {
        Sha storedHead = parent(mirror, sha, 2);
        if (!storedHead.equals(head)) {
            throw new PermanentFailure(
                    FailureCode.GIT,
                    "merge candidate " + name(task, n) + ": expected head " + head + ", found "
                            + storedHead + " in " + sha + ". Next: baton task move " + task.key()
                            + " " + task.stage());
        }
        return new Candidate(new MergeCandidate(
                task.id(), task.visit(), n, parent(mirror, sha, 1), head, sha, List.of()));
    }

    private static Sha parent(Mirror mirror, Sha sha, int number) {
        return mirror.ref(sha + "^" + number)
                .orElseThrow(() -> new IllegalStateException(
                        "merge candidate " + sha + ": expected parent " + number + ", found none"));
    }

    private static String name(Task task, int n) {
        return RefName.part(task.key()) + "/" + task.visit() + "/" + n;
    }

    private static String ref(Task task, int n) {
        return "refs/baton/candidate/" + name(task, n);
    }
}
