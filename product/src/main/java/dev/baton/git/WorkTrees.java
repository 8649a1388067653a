package dev.baton.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The work trees of a repository on this machine: the folders that git may write to with it. */
public final class WorkTrees {
    private static final String LINK = "gitdir: ";

    private final Git git;

    public WorkTrees(Git git) {
        this.git = git;
    }

    /**
     * A checkout.
     *
     * @param folder its top, without links in it where it exists
     * @param branch the full name of what is checked out; null = a commit without a branch
     */
    public record WorkTree(Path folder, @Nullable String branch) {}

    /** The repository at a path as git finds it there; empty where there is none. */
    public static Optional<Path> gitDir(Path address) {
        return Stream.of("/.git", "", ".git/.git", ".git")
                .map(ending -> Path.of(address + ending))
                .map(WorkTrees::followed)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A {@code .git} that is a file names the folder: of a linked work tree or a submodule. */
    private static Optional<Path> followed(Path candidate) {
        if (isRepository(candidate)) {
            return Optional.of(candidate);
        }
        try {
            String text = Files.isRegularFile(candidate) ? Files.readString(candidate) : "";
            return text.startsWith(LINK)
                    ? Optional.of(candidate
                                    .resolveSibling(
                                            text.substring(LINK.length()).strip())
                                    .normalize())
                            .filter(Files::isDirectory)
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isRepository(Path folder) {
        return Files.isRegularFile(folder.resolve("HEAD"))
                && (Files.isDirectory(folder.resolve("objects"))
                        || Files.isRegularFile(folder.resolve("commondir")));
    }

    /**
     * All of them; none for a bare repository without linked ones.
     *
     * @throws GitFailure if the repository cannot be read
     */
    public List<WorkTree> of(Path gitDir) {
        GitResult answer = git.require(trusted(gitDir, "worktree", "list", "--porcelain", "-z"));
        List<WorkTree> trees = new ArrayList<>();
        boolean first = true;
        for (String block : answer.out().split("\0\0", -1)) {
            List<String> lines = List.of(block.split("\0", -1));
            Optional<Path> listed = value(lines, "worktree ").map(Path::of);
            if (listed.isPresent() && !lines.contains("bare")) {
                // The first is the one that belongs to the repository itself.
                Path top = first ? elsewhere(gitDir).orElse(listed.get()) : listed.get();
                trees.add(new WorkTree(real(top), value(lines, "branch ").orElse(null)));
            }
            first = false;
        }
        return trees;
    }

    private static Optional<String> value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .findFirst();
    }

    /** Git lists the folder around the repository, even if {@code core.worktree} names another. */
    private Optional<Path> elsewhere(Path gitDir) {
        String named = git.run(trusted(gitDir, "config", "--null", "--get", "core.worktree"))
                .out();
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        gitDir.resolve(named.substring(0, named.length() - 1)).normalize());
    }

    /** The operator named the repository, whoever owns it; said to this one process only. */
    private static GitCommand trusted(Path gitDir, String... words) {
        return GitCommand.in(gitDir, words).config("safe.directory=*");
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException gone) {
            return folder.toAbsolutePath().normalize();
        }
    }
}
