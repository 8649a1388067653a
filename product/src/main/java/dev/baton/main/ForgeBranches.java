package dev.baton.main;

import dev.baton.forge.Forge;
import dev.baton.jobs.Branches;
import dev.baton.model.FailureCode;
import dev.baton.model.Sha;
import dev.baton.model.TransientFailure;
import dev.baton.workspace.Mirror;
import dev.baton.workspace.Mirrors;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Branches at the forges; what the base contains is asked of the mirror, which is no older. */
final class ForgeBranches implements Branches {
    private final Function<String, Forge> forges;
    private final Mirrors mirrors;

    ForgeBranches(Function<String, Forge> forges, Mirrors mirrors) {
        this.forges = forges;
        this.mirrors = mirrors;
    }

    @Override
    public Seen of(String project) {
        return new Listed(mirrors.of(project), forges.apply(project).branches());
    }

    /** A list of the forge; its base is fetched once, if something has to be looked up in it. */
    private static final class Listed implements Seen {
        private final Mirror mirror;
        private final Map<String, Sha> tips;
        private @Nullable Sha base;

        Listed(Mirror mirror, Map<String, Sha> tips) {
            this.mirror = mirror;
            this.tips = Map.copyOf(tips);
        }

        @Override
        public Optional<Sha> tip(String branch) {
            return Optional.ofNullable(tips.get(branch));
        }

        @Override
        public Set<Sha> landed(Set<Sha> commits) {
            return commits.isEmpty() ? Set.of() : mirror.contained(base(), commits);
        }

        private Sha base() {
            Sha known = base;
            if (known != null) {
                return known;
            }
            String name = mirror.repository().base();
            Sha tip = tip(name)
                    .orElseThrow(() -> new TransientFailure(
                            FailureCode.FORGE,
                            "project " + mirror.repository().project() + ": expected the branch "
                                    + name + ", found none"));
            Sha here = mirror.has(tip) ? tip : mirror.fetchBase();
            base = here;
            return here;
        }
    }
}
