package dev.baton.workspace;

import dev.baton.git.Git;
import dev.baton.git.GitResult;
import dev.baton.model.Evidence;
import dev.baton.model.HygieneCheck;
import dev.baton.model.HygieneRules;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Sha;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a commit adds to its base: of a head, to where it left the base; of a candidate, to
 * the base it was built on. Trees are compared as a whole, so it is about all visits. Safe for many
 * threads.
 *
 * <p>A look is two processes of git: one says where the head left the base, one reads all objects.
 * A third one compares commits where the base has moved since, others ask for submodules that were
 * changed. A candidate on a base that has not moved since has the files of its head, and is not
 * looked at again.
 */
public final class Hygiene {
    private static final int REMEMBERED_MAX = 200;

    private final Mirrors mirrors;
    private final Submodules submodules;
    private final LfsServer lfs;
    private final Map<Look, Evidence.Hygiene> remembered = new Remembered();

    public Hygiene(Git git, Mirrors mirrors, WorkspaceSettings settings, LfsServer lfs) {
        this.mirrors = mirrors;
        this.submodules = new Submodules(git, settings.mirrors());
        this.lfs = lfs;
    }

    /**
     * What is let pass.
     *
     * @param hosts who may be asked for submodules beside the repository's own host
     */
    public record Rules(HygieneRules checks, Set<String> hosts) {
        public static final Rules DEFAULT = new Rules(HygieneRules.DEFAULT, Set.of());

        public Rules {
            hosts = Set.copyOf(hosts);
        }

        public Rules and(HygieneRules more) {
            return new Rules(checks.and(more), hosts);
        }
    }

    /** Head and base say all: a candidate is made of nothing else. */
    private record Look(String project, Sha base, Sha head, Rules rules) {}

    private static final class Remembered extends LinkedHashMap<Look, Evidence.Hygiene> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Look, Evidence.Hygiene> eldest) {
            return size() > REMEMBERED_MAX;
        }
    }

    /**
     * @param candidate what the commit was built as; null for a head
     */
    public Evidence.Hygiene inspect(
            String project, Sha commit, @Nullable MergeCandidate candidate, Rules rules) {
        Mirror mirror = mirrors.of(project);
        return candidate == null
                ? head(mirror, commit, rules)
                : candidate(mirror, commit, candidate, rules);
    }

    private Evidence.Hygiene head(Mirror mirror, Sha head, Rules rules) {
        String base = "refs/heads/" + mirror.repository().base();
        // The first, where there are several: each is a commit that both have.
        Sha left = new Sha(
                mirror.require(mirror.in("merge-base", base, head.value())).line());
        Look look = new Look(mirror.repository().project(), left, head, rules);
        return look(mirror, look, head, base);
    }

    private Evidence.Hygiene candidate(
            Mirror mirror, Sha commit, MergeCandidate candidate, Rules rules) {
        Look look = new Look(
                mirror.repository().project(), candidate.baseSha(), candidate.headSha(), rules);
        Evidence.Hygiene known;
        synchronized (remembered) {
            known = remembered.get(look);
        }
        return known == null ? look(mirror, look, commit, candidate.baseSha().value()) : known;
    }

    /**
     * @param tip the base as it is, of whose commits the head may have copies
     */
    private Evidence.Hygiene look(Mirror mirror, Look look, Sha commit, String tip) {
        HygieneFindings findings = new HygieneFindings(look.rules().checks());
        HygieneLook reading = new HygieneLook(mirror, commit.value(), findings);
        Sha now = mirror.objects(objects -> reading.read(objects, look.base().value(), tip));
        boolean moved = !commit.equals(look.head()) || !now.equals(look.base());
        if (moved && findings.asks(HygieneCheck.REPLAYED)) {
            replayed(mirror, now, look.head(), findings);
        }
        reading.submodules(submodules, look.rules().hosts(), look.base().value());
        reading.lfs(lfs);
        Evidence.Hygiene found = findings.evidence();
        if (found.unknown().isEmpty()) {
            synchronized (remembered) {
                remembered.put(look, found);
            }
        }
        return found;
    }

    /** Git marks with a dash what the base has as another commit. */
    private static void replayed(Mirror mirror, Sha tip, Sha head, HygieneFindings findings) {
        GitResult cherry = mirror.require(mirror.in("cherry", tip.value(), head.value()));
        cherry.lines().stream()
                .filter(line -> line.startsWith("- "))
                .map(line -> line.substring(2))
                .forEach(commit -> findings.add(
                        HygieneCheck.REPLAYED,
                        "",
                        "commit " + new Sha(commit).abbreviated() + ": is a copy of a commit that "
                                + mirror.repository().base() + " has under another hash. Next: git"
                                + " rebase " + tip.abbreviated() + ", which leaves it out"));
    }
}
