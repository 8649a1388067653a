package dev.baton.workspace;

import dev.baton.git.Git;
import dev.baton.git.GitCommand;
import dev.baton.git.GitFailure;
import dev.baton.git.WorkTrees;
import dev.baton.model.FailureCode;
import dev.baton.model.Sha;
import dev.baton.model.TransientFailure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is Baton's own and may lie in a checkout of a repository that it lands on: the data folder
 * and the settings. A commit that changes them would be written over them, by the landing itself or
 * by the operator's next pull, and would be obeyed. So it never lands, whoever approves.
 */
public final class House {
    /** Why, for those who are told which paths. */
    public static final String WHY =
            "Baton's own data folder or settings are there, and no task may change them";

    private final Git git;
    private final Supplier<List<Path>> own;

    /**
     * @param own absolute paths; asked for each time, because links on the way may change
     */
    public House(Git git, Supplier<List<Path>> own) {
        this.git = git;
        this.own = own;
    }

    /**
     * The paths of the repository at which a commit differs from the base, and may not.
     *
     * @param commit a commit or a tree of the mirror
     */
    public List<String> touched(Mirror mirror, Sha base, String commit) {
        TreeDifference difference = new TreeDifference(mirror);
        return placesIn(mirror.repository()).stream()
                .map(place -> difference.at(base.value(), commit, place))
                .flatMap(Optional::stream)
                .distinct()
                .sorted()
                .toList();
    }

    /** Where what is Baton's own lies in checkouts of a repository, from the top of each. */
    public Set<Path> placesIn(RepositorySettings repository) {
        try {
            return places(repository);
        } catch (GitFailure unreadable) {
            throw new TransientFailure(
                    FailureCode.GIT,
                    "project " + repository.project() + ": expected to know what of Baton's own"
                            + " lies in its checkouts, found " + unreadable.getMessage(),
                    unreadable);
        }
    }

    /** What {@link #placesIn} finds, for whoever only tells it. */
    public sealed interface Look {}

    public record Found(Set<Path> places) implements Look {}

    public record Unknown(String why) implements Look {}

    public Look look(RepositorySettings repository) {
        try {
            return new Found(placesIn(repository));
        } catch (TransientFailure unreadable) {
            return new Unknown(String.valueOf(unreadable.getMessage()));
        }
    }

    private Set<Path> places(RepositorySettings repository) {
        Set<Path> places = new LinkedHashSet<>();
        for (Path path : own.get()) {
            List<Path> leads = Place.of(path);
            for (Path top : tops(repository, leads)) {
                leads.stream()
                        .filter(lead -> lead.startsWith(top))
                        .map(top::relativize)
                        .forEach(places::add);
            }
        }
        return places;
    }

    private Set<Path> tops(RepositorySettings repository, List<Path> leads) {
        Set<Path> tops = new LinkedHashSet<>();
        if (!repository.remote()) {
            WorkTrees.gitDir(Path.of(repository.address()))
                    .ifPresent(gitDir ->
                            new WorkTrees(git).of(gitDir).forEach(tree -> tops.add(tree.folder())));
        }
        leads.forEach(lead -> tops.addAll(clonesAround(repository, lead)));
        return tops;
    }

    /** Checkouts above a path that are fetched from the repository: a pull brings what landed. */
    private List<Path> clonesAround(RepositorySettings repository, Path path) {
        List<Path> tops = new ArrayList<>();
        for (Path at = path.getParent(); at != null; at = at.getParent()) {
            Path dotGit = at.resolve(".git");
            if (Place.exists(dotGit) && fetchedFrom(at, repository)) {
                tops.add(at);
            }
        }
        return tops;
    }

    private boolean fetchedFrom(Path top, RepositorySettings repository) {
        Optional<Path> gitDir = WorkTrees.gitDir(top);
        if (gitDir.isEmpty()) {
            return false;
        }
        return git
                .run(GitCommand.in(
                                gitDir.get(),
                                "config",
                                "--null",
                                "--get-regexp",
                                "^remote\\..*\\.url$")
                        .config("safe.directory=*"))
                .parts()
                .stream()
                .map(pair -> pair.substring(pair.indexOf('\n') + 1))
                .anyMatch(url -> same(url, top, repository));
    }

    private static boolean same(String url, Path top, RepositorySettings repository) {
        if (repository.remote()) {
            return plain(url).equals(plain(repository.address()));
        }
        String path = url.startsWith("file://") ? url.substring("file://".length()) : url;
        Optional<Path> theirs = WorkTrees.gitDir(top.resolve(path)).map(Place::real);
        return theirs.isPresent()
                && theirs.equals(WorkTrees.gitDir(Path.of(repository.address())).map(Place::real));
    }

    private static String plain(String url) {
        return url.replaceAll("/+$", "").replaceAll("\\.git$", "");
    }
}
