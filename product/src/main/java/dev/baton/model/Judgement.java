package dev.baton.model;

import java.util.List;

/** What a gate says of the evidence. */
public sealed interface Judgement {
    /** May pass. */
    record Green(String summary) implements Judgement {}

    /** Must not pass; the findings go to whoever has to mend it. */
    record Red(String summary, List<String> findings) implements Judgement {
        public Red {
            findings = List.copyOf(findings);
        }
    }

    /** Waits for a person's word about exactly this; the findings say what about. */
    record Pending(String summary, List<String> findings) implements Judgement {
        public Pending {
            findings = List.copyOf(findings);
        }
    }

    /** Could not be judged, through no fault of the work: tried again, not charged. */
    record Undecided(String summary) implements Judgement {}

    /** The run did not give what it had to give (no verdict file, wrong subject): charged. */
    record Invalid(String summary) implements Judgement {}
}
