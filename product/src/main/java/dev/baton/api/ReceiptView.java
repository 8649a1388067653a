package dev.baton.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a work item, from what was asked for to where it runs: of a live task so far.
 *
 * @param headSha the newest commit of the task's branch; null before the first
 * @param mergedSha the commit that landed on the base; null until it did
 * @param runs of all visits, oldest first
 * @param verdicts what gates and people said and nobody took back, oldest first
 * @param candidates the merge commits that were built, oldest first
 * @param deployments of all visits, oldest first
 * @param url its page
 */
public record ReceiptView(
        String key,
        String project,
        Item item,
        String status,
        String stage,
        String branch,
        String base,
        @Nullable String headSha,
        @Nullable String mergedSha,
        List<Run> runs,
        List<Verdict> verdicts,
        List<Candidate> candidates,
        List<DeploymentView> deployments,
        Instant createdAt,
        Instant updatedAt,
        String url) {
    public ReceiptView {
        runs = List.copyOf(runs);
        verdicts = List.copyOf(verdicts);
        candidates = List.copyOf(candidates);
        deployments = List.copyOf(deployments);
    }

    /**
     * What was asked for.
     *
     * @param sourceId the tracker's own id
     */
    public record Item(
            String title,
            String author,
            @Nullable String sourceId,
            @Nullable String sourceUrl) {}

    /**
     * One process that worked on it.
     *
     * @param kind AGENT, GATE, BUILD or DEPLOY
     * @param agent the role of an agent, else the name of the gate or job
     * @param attempt +1 for every start of that job in the visit
     * @param reason why it ended as it did, for people
     * @param cost what it used; null where nobody counted
     */
    public record Run(
            String unit,
            String kind,
            String agent,
            long visit,
            int attempt,
            String outcome,
            @Nullable Integer exitCode,
            @Nullable String reason,
            @Nullable CostView cost,
            Instant startedAt,
            @Nullable Instant finishedAt) {}

    /**
     * What a gate, or {@code person}, said of one commit.
     *
     * @param run the unit that it was judged from
     */
    public record Verdict(
            String gate,
            String subject,
            String outcome,
            String summary,
            @Nullable String run,
            Instant at) {}

    /**
     * A merge of a head into a base, built once and tested as it is.
     *
     * @param n counts the candidates of a visit
     * @param sha null where the two do not merge
     * @param conflicts the files that do not merge
     * @param refused why those files may not change at all; null where they only do not merge
     * @param landed whether the base was moved to it
     */
    public record Candidate(
            long visit,
            int n,
            String baseSha,
            String headSha,
            @Nullable String sha,
            List<String> conflicts,
            @Nullable String refused,
            boolean landed) {
        public Candidate {
            conflicts = List.copyOf(conflicts);
        }
    }
}
