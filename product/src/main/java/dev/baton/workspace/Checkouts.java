package dev.baton.workspace;

import dev.baton.git.GitCommand;
import dev.baton.git.RefName;
import dev.baton.model.Sha;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Throwaway clones at one commit, for commands that judge it. What they run was written by an
 * agent, so they share nothing with the mirror, have no remote, and are never used twice.
 */
public final class Checkouts {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final Mirrors mirrors;
    private final WorkspaceSettings settings;

    public Checkouts(Mirrors mirrors, WorkspaceSettings settings) {
        this.mirrors = mirrors;
        this.settings = settings;
    }

    /** The folder of a unit, with the files of the commit; made if it is not there. Repeatable. */
    public Path prepare(String project, String unit, Sha sha) {
        Path checkout = path(unit);
        if (Folders.isFolder(checkout)) {
            return checkout;
        }
        Mirror mirror = mirrors.of(project);
        Path aside = settings.checkouts().resolve(".new-" + RefName.part(unit));
        Folders.make(settings.checkouts());
        Folders.delete(aside);
        mirror.require(GitCommand.of(
                "init", "--quiet", "--template=", "--initial-branch=baton", aside.toString()));
        Path dotGit = aside.resolve(".git");
        mirror.require(GitCommand.in(
                        dotGit,
                        "fetch",
                        "--quiet",
                        "--no-tags",
                        "--no-write-fetch-head",
                        "--update-head-ok",
                        mirror.directory().toString(),
                        "+" + sha + ":refs/heads/baton")
                .through("file")
                .within(TIMEOUT)
                .config("transfer.fsckObjects=false")); // From our own mirror: checked when
        // it came in.
        mirror.require(GitCommand.in(dotGit, "reset", "--quiet", "--hard", "refs/heads/baton")
                .workTree(aside)
                .within(TIMEOUT));
        mirror.require(GitCommand.in(dotGit, "checkout", "--quiet", "--detach").workTree(aside));
        Folders.move(aside, checkout);
        return checkout;
    }

    /** Call it once the run's result is recorded; fine if there is nothing. */
    public void remove(String unit) {
        Folders.delete(path(unit));
    }

    /** The units whose checkouts are there; empty before the first. */
    public List<String> units() {
        if (!Folders.isFolder(settings.checkouts())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(settings.checkouts())) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .toList();
        } catch (IOException e) {
            throw Folders.failed("list", settings.checkouts(), e);
        }
    }

    /** Where the checkout of a unit is, or would be. */
    public Path path(String unit) {
        return settings.checkouts().resolve(RefName.part(unit));
    }
}
