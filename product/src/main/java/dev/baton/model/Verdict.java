package dev.baton.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gate's answer, remembered: it holds for exactly this subject and these settings.
 *
 * @param gate the gate's name, or {@link #PERSON}
 * @param digest of the gate's settings
 * @param runUnit the run it was judged from; part of the binding where the gate judges a run
 * @param seq order of judging
 */
public record Verdict(
        TaskId task,
        String gate,
        Sha subject,
        String digest,
        @Nullable String runUnit,
        Outcome outcome,
        String summary,
        List<String> findings,
        long seq,
        Instant at) {
    /** The gate name under which a person's approve or reject is kept. */
    public static final String PERSON = "person";

    /** The digest of a person's word about a difference, in whatever commit it comes again. */
    public static String ofChanges(Evidence.ProtectedChanges changes) {
        return "changes-" + changes.digest();
    }

    public Verdict {
        findings = List.copyOf(findings);
    }

    /** How a gate answered. */
    public enum Outcome {
        GREEN,
        RED,
        /** Could not be judged; not charged. */
        ERROR,
        /** Known to be not there yet. */
        PENDING,
        /** The run did not give what it had to give; a failed attempt, charged. */
        INVALID
    }
}
