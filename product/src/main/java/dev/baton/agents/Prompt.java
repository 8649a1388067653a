package dev.baton.agents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a prompt is made of. Title, body and findings are text of others and end up inside fences.
 *
 * @param headSha the commit the run starts at; the verdict must speak of it where none is made
 * @param rounds what was found wrong before, oldest first
 * @param artifact the file the stage's commit must contain; null if it asks for none
 * @param verdict the file the stage's verdict gate reads; null if the stage has no such gate
 * @param commit whether the stage keeps commits, and who makes them
 */
public record Prompt(
        String taskKey,
        String title,
        String body,
        String stage,
        String role,
        long visit,
        int attempt,
        String branch,
        String base,
        String baseSha,
        String headSha,
        List<Round> rounds,
        @Nullable String artifact,
        @Nullable VerdictRequest verdict,
        Commits commit) {
    public Prompt {
        rounds = List.copyOf(rounds);
    }

    /** One time the task was sent back, or an attempt that did not do. */
    public record Round(String stage, long visit, String why, List<String> findings) {
        public Round {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Which file to write, and which words let the task pass.
     *
     * @param file relative to the clone
     */
    public record VerdictRequest(String file, List<String> approve) {
        public VerdictRequest {
            approve = List.copyOf(approve);
        }
    }

    /** What becomes of changes. */
    public enum Commits {
        /** The stage does not push: changes are put aside, the branch stays. */
        NONE,
        /** What the agent leaves uncommitted is committed for it. */
        BATON,
        /** What the agent leaves uncommitted is a red gate. */
        AGENT
    }
}
