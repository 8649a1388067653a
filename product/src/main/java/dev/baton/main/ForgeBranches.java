package dev.baton.main;

import dev.baton.forge.Forge;
import dev.baton.jobs.Branches;
import dev.baton.model.FailureCode;
import dev.baton.model.Sha;
import dev.baton.model.TransientFailure;
import dev.baton.workspace.Mirror;
import dev.baton.workspace.Mirrors;

import java.util.Optional;
import java.util.function.Function;

/** Branches at the forges; what the base contains is asked of the mirror, which is no older. */
final class ForgeBranches implements Branches {
    private final Function<String, Forge> forges;
    private final Mirrors mirrors;

    ForgeBranches(Function<String, Forge> forges, Mirrors mirrors) {
        this.forges = forges;
        this.mirrors = mirrors;
    }

    @Override
    public Optional<Sha> tip(String project, String branch) {
        return forges.apply(project).tip(branch);
    }

    @Override
    public boolean landed(String project, Sha commit) {
        Mirror mirror = mirrors.of(project);
        String name = mirror.repository().base();
        Sha tip = tip(project, name)
                .orElseThrow(() -> new TransientFailure(
                        FailureCode.FORGE,
                        "project " + project + ": expected the branch " + name + ", found none"));
        Sha base = mirror.has(tip) ? tip : mirror.fetchBase();
        return mirror.contains(base, commit);
    }
}
