package dev.baton.workspace;

import dev.baton.git.RefName;
import dev.baton.model.Sha;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Throwaway clones at one commit, for commands that judge it. What they run was written by an
 * agent, so they share nothing with the mirror, have no remote, and are never used twice.
 */
public final class Checkouts {
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
        Path aside = settings.checkouts().resolve(".new-" + RefName.part(unit));
        new FreshRepository(mirrors.of(project))
                .make(aside, sha.value(), Map.of("refs/heads/baton", sha), null);
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
