package dev.baton.workspace;

import dev.baton.git.GitObjects;
import dev.baton.git.GitObjects.Header;
import dev.baton.model.HygieneCheck;
import dev.baton.model.LfsPointer;
import dev.baton.model.Sha;
import dev.baton.workspace.TreeChanges.Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One look at a commit. For one thread. */
final class HygieneLook implements TreeChanges.Visitor {
    private static final int LINK_BYTES_MAX = 4 * 1024;
    private static final int ATTRIBUTES_BYTES_MAX = 1 << 20;
    private static final int POINTERS_MAX = 1000;

    private final Mirror mirror;
    private final String commit;
    private final HygieneFindings findings;
    private final Deque<Attributes> attributes = new ArrayDeque<>();
    private final Map<String, String> changedSubmodules = new LinkedHashMap<>();
    private final Map<LfsPointer, String> pointers = new LinkedHashMap<>();
    private boolean modulesChanged;
    private @Nullable GitObjects objects;

    /** What {@code .gitattributes} say in a folder. */
    private record Attributes(String folder, LfsFilter filter) {}

    HygieneLook(Mirror mirror, String commit, HygieneFindings findings) {
        this.mirror = mirror;
        this.commit = commit;
        this.findings = findings;
    }

    /** Compares the trees; answers which commit the tip is. */
    Sha read(GitObjects from, String base, String tip) {
        objects = from;
        TreeChanges changes = new TreeChanges(from);
        String before = tree(from, base);
        String after = tree(from, commit);
        changes.walk(before, after, this);
        List<String> suspect = findings.blobs();
        if (!suspect.isEmpty()) {
            Set<String> moved = new HashSet<>();
            changes.walk(before, after, new Gone(suspect, moved));
            findings.moved(moved);
        }
        return from.info(tip + "^{commit}")
                .map(header -> new Sha(header.id()))
                .orElseThrow(() -> new IllegalStateException(
                        tip + ": expected a commit in the mirror, found none"));
    }

    private static String tree(GitObjects objects, String commit) {
        return objects.info(commit + "^{tree}")
                .map(Header::id)
                .orElseThrow(() -> new IllegalStateException(
                        "commit " + commit + ": expected it in the mirror, found none"));
    }

    private GitObjects objects() {
        if (objects == null) {
            throw new IllegalStateException("expected objects to read from, found none");
        }
        return objects;
    }

    @Override
    public void folder(String path, Map<String, Entry> before, Map<String, Entry> after) {
        while (!attributes.isEmpty() && !path.startsWith(attributes.getFirst().folder())) {
            attributes.pop();
        }
        LfsFilter above =
                attributes.isEmpty() ? LfsFilter.NONE : attributes.getFirst().filter();
        Entry own = after.get(LfsFilter.FILE);
        attributes.push(new Attributes(
                path,
                own == null || !own.file()
                        ? above
                        : objects()
                                .bytes(own.id(), ATTRIBUTES_BYTES_MAX)
                                .map(file -> above.and(path, file))
                                .orElse(above)));
        if (findings.asks(HygieneCheck.NAMES)) {
            OddNames.find(
                    before.keySet(),
                    after.keySet(),
                    (name, why) -> findings.add(
                            HygieneCheck.NAMES,
                            path + name,
                            why + ". Next: git mv it to another name"));
        }
        if (OddNames.repository(after.keySet()) && !OddNames.repository(before.keySet())) {
            findings.add(
                    HygieneCheck.SUBMODULES,
                    path.isEmpty() ? "." : path.substring(0, path.length() - 1),
                    "is a repository of git kept as files. Next: git rm -r --cached it and keep it"
                            + " outside, or add it with git submodule add");
        }
    }

    @Override
    public void changed(String path, @Nullable Entry before, Entry after) {
        if (path.equals(".gitmodules")) {
            modulesChanged = true;
        }
        if (after.submodule()) {
            if (before == null || !before.equals(after)) {
                changedSubmodules.put(path, after.id());
            }
        } else if (after.link()) {
            link(path, after);
        } else if (before == null || !before.id().equals(after.id())) {
            file(path, before, after);
        }
    }

    @Override
    public void gone(String path, Entry before) {
        modulesChanged |= path.equals(".gitmodules");
    }

    private void link(String path, Entry entry) {
        if (!findings.asks(HygieneCheck.LINKS, path)) {
            return;
        }
        String aim = objects()
                .bytes(entry.id(), LINK_BYTES_MAX)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
        if (leaves(path, aim)) {
            findings.add(
                    HygieneCheck.LINKS,
                    path,
                    "is a link to '" + aim + "', which is outside of the repository. Next: git rm"
                            + " it, or link to a path inside");
        }
    }

    private static boolean leaves(String path, String aim) {
        int depth = (int) path.chars().filter(c -> c == '/').count();
        boolean absolute = aim.startsWith("/") || aim.matches("[A-Za-z]:.*|\\\\.*");
        for (String step : aim.split("[/\\\\]+", -1)) {
            if (step.equals("..")) {
                depth--;
            } else if (!step.isEmpty() && !step.equals(".")) {
                depth++;
            }
            if (depth < 0 || step.equalsIgnoreCase(".git")) {
                return true;
            }
        }
        return absolute;
    }

    private void file(String path, @Nullable Entry before, Entry entry) {
        Header header = objects().info(entry.id()).orElseThrow();
        if (header.size() > findings.largest()) {
            findings.add(
                    HygieneCheck.SIZE,
                    path,
                    "has " + header.size() + " bytes, more than " + findings.largest()
                            + ", and stays in the history for ever. Next: git rm --cached it and"
                            + " take it out of the commits that added it, or raise max-size",
                    entry.id());
            return;
        }
        boolean lfs = findings.asks(HygieneCheck.LFS, path);
        if (!lfs && !findings.asks(HygieneCheck.CONFLICTS, path)) {
            return;
        }
        FileContent content = content(entry);
        if (content.conflict() > 0 && !conflicted(before)) {
            findings.add(
                    HygieneCheck.CONFLICTS,
                    path,
                    "line " + content.conflict() + " is the marker of a conflict that nobody"
                            + " solved. Next: edit the file, git add it and commit",
                    entry.id());
        }
        if (lfs) {
            pointer(path, header, content.pointer().orElse(null), entry);
        }
    }

    private boolean conflicted(@Nullable Entry before) {
        return before != null && before.file() && content(before).conflict() > 0;
    }

    private FileContent content(Entry entry) {
        FileContent content = new FileContent();
        return objects().contents(entry.id(), content).map(_ -> content).orElseThrow();
    }

    private void pointer(String path, Header header, @Nullable LfsPointer pointer, Entry entry) {
        if (pointer == null) {
            boolean covered = header.size() > 0
                    && !attributes.isEmpty()
                    && attributes.getFirst().filter().covers(path);
            if (covered) {
                findings.add(
                        HygieneCheck.LFS,
                        path,
                        "is below filter=lfs in .gitattributes and is no pointer. Next: git lfs"
                                + " install && git add --renormalize it, or take it out of"
                                + " .gitattributes",
                        entry.id());
            }
        } else if (pointers.size() < POINTERS_MAX) {
            pointers.putIfAbsent(pointer, path);
        } else {
            findings.unknown(path + ": not looked for, " + POINTERS_MAX + " others were");
        }
    }

    /** Needs no objects any more: the process that reads them is not held while others answer. */
    void submodules(Submodules remotes, Set<String> hosts, String base) {
        if (!findings.asks(HygieneCheck.SUBMODULES)
                || (changedSubmodules.isEmpty() && !modulesChanged)) {
            return;
        }
        Map<String, String> known = Submodules.of(mirror, commit);
        if (modulesChanged) {
            forgotten(known, base);
        }
        int asked = 0;
        for (Map.Entry<String, String> changed : changedSubmodules.entrySet()) {
            String path = changed.getKey();
            if (!findings.asks(HygieneCheck.SUBMODULES, path)) {
                continue;
            }
            String url = known.get(path);
            if (url == null) {
                findings.add(
                        HygieneCheck.SUBMODULES,
                        path,
                        "is a repository made inside the clone, which .gitmodules does not name:"
                                + " its files are in no commit. Next: git rm --cached it, rm -rf"
                                + " its .git and git add it; or git submodule add its address");
            } else if (asked++ < Submodules.ASKED_MAX) {
                remote(path, url, changed.getValue(), remotes, hosts);
            } else {
                findings.unknown(path + ": not asked, " + Submodules.ASKED_MAX + " others were");
            }
        }
    }

    /** What the base named and the commit does not, though it still has it. */
    private void forgotten(Map<String, String> known, String base) {
        List<String> paths = Submodules.of(mirror, base).keySet().stream()
                .filter(path -> !known.containsKey(path) && !changedSubmodules.containsKey(path))
                .toList();
        if (paths.isEmpty()) {
            return;
        }
        mirror
                .require(mirror.in("ls-tree", "-z", "--full-tree", commit, "--").and(paths))
                .parts()
                .stream()
                .filter(entry -> entry.startsWith("160000 "))
                .map(entry -> entry.substring(entry.indexOf('\t') + 1))
                .forEach(path -> findings.add(
                        HygieneCheck.SUBMODULES,
                        path,
                        "is a submodule that .gitmodules does not name any more. Next: git rm it,"
                                + " or bring its entry back"));
    }

    private void remote(String path, String url, String id, Submodules remotes, Set<String> hosts) {
        String is = id.substring(0, 7);
        switch (remotes.ask(url, id, mirror.repository(), hosts)) {
            case Submodules.Has() -> {}
            case Submodules.HasNot() ->
                findings.add(
                        HygieneCheck.SUBMODULES,
                        path,
                        "is a submodule at " + is + ", which " + url + " does not have. Next: push"
                                + " it there, or git -C it checkout a commit that is there");
            case Submodules.Unknown(var why) ->
                findings.unknown(path + ": whether its remote has " + is + " (" + why + ")");
        }
    }

    /** Whether what pointers point at was uploaded. */
    void lfs(LfsServer server) {
        if (pointers.isEmpty()) {
            return;
        }
        RepositorySettings repository = mirror.repository();
        Optional<Set<String>> missing = repository.remote()
                ? server.missing(repository.address(), List.copyOf(pointers.keySet()))
                : Optional.of(missing(Path.of(repository.address())));
        if (missing.isEmpty()) {
            pointers.forEach((pointer, path) -> findings.unknown(
                    path + ": whether the object of Git LFS that it points at was uploaded"));
            return;
        }
        pointers.forEach((pointer, path) -> {
            if (missing.get().contains(pointer.oid())) {
                findings.add(
                        HygieneCheck.LFS,
                        path,
                        "points at an object of Git LFS that was not uploaded ("
                                + pointer.oid().substring(0, 12)
                                + "). Next: git lfs push --object-id ADDRESS " + pointer.oid()
                                + ", or commit the file itself");
            }
        });
    }

    private Set<String> missing(Path repository) {
        List<Path> stores = new ArrayList<>();
        for (String folder : List.of("lfs/objects", ".git/lfs/objects")) {
            stores.add(repository.resolve(folder));
        }
        Set<String> missing = new HashSet<>();
        pointers.keySet().stream()
                .filter(pointer -> stores.stream().noneMatch(store -> has(store, pointer)))
                .forEach(pointer -> missing.add(pointer.oid()));
        return missing;
    }

    private static boolean has(Path store, LfsPointer pointer) {
        String oid = pointer.oid();
        Path file = store.resolve(oid.substring(0, 2), oid.substring(2, 4), oid);
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && file.toFile().length() == pointer.size();
    }

    /** Which contents the base had where it has them no more. */
    private record Gone(List<String> suspect, Set<String> moved) implements TreeChanges.Visitor {
        @Override
        public void folder(String path, Map<String, Entry> before, Map<String, Entry> after) {
            // Names are no contents.
        }

        @Override
        public void changed(String path, @Nullable Entry before, Entry after) {
            // What is there was looked at already.
        }

        @Override
        public void gone(String path, Entry before) {
            if (suspect.contains(before.id())) {
                moved.add(before.id());
            }
        }
    }
}
