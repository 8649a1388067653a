package dev.baton.workspace;

import dev.baton.git.Git;
import dev.baton.git.RefName;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The mirrors of all projects. */
public final class Mirrors {
    private final Map<String, Mirror> mirrors;

    public Mirrors(Git git, WorkspaceSettings settings, List<RepositorySettings> repositories) {
        mirrors = repositories.stream()
                .map(r -> new Mirror(
                        git, r, settings.mirrors().resolve(RefName.part(r.project()) + ".git")))
                .collect(Collectors.toUnmodifiableMap(
                        m -> m.repository().project(), Function.identity()));
    }

    /** Of which projects there are mirrors, made or not. */
    public List<String> projects() {
        return mirrors.keySet().stream().sorted().toList();
    }

    /** The project's mirror, made if it is not there. */
    public Mirror of(String project) {
        Mirror mirror = mirrors.get(project);
        if (mirror == null) {
            throw new PermanentFailure(
                    FailureCode.SETTINGS,
                    "project " + project + ": expected one of "
                            + mirrors.keySet().stream().sorted().toList()
                            + ", found no such project. Next: add it to baton.yaml");
        }
        mirror.create();
        return mirror;
    }
}
