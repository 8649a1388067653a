package dev.baton.store;

import dev.baton.model.EvidenceRow;
import dev.baton.model.MergeCandidate;
import dev.baton.model.TaskId;
import dev.baton.model.Verdict;

/** Writing evidence, verdicts and candidates, always in the transaction of a task guard. */
public interface GateWrites extends GateReads {
    /** The same name, subject and run again replaces the older row. */
    void keep(EvidenceRow row);

    /** Remembers a verdict; {@code seq} of the argument is ignored and given by the database. */
    void judge(Verdict verdict);

    /** Forgets every verdict of the task that is not green, so that its gates are asked again. */
    void voidNotGreen(TaskId task);

    /** Keeps a candidate. The same visit and n again is a broken invariant and throws. */
    void candidate(MergeCandidate candidate);
}
