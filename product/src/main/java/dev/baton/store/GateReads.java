package dev.baton.store;

import dev.baton.model.EvidenceRow;
import dev.baton.model.MergeCandidate;
import dev.baton.model.TaskId;
import dev.baton.model.Verdict;

import java.util.List;

/** Reading evidence, verdicts and merge candidates. */
public interface GateReads {
    /** Evidence of a task, oldest first. */
    List<EvidenceRow> evidence(TaskId task);

    /** Evidence collected from one run. */
    List<EvidenceRow> evidenceOf(String runUnit);

    /** Verdicts of a task that are not voided, oldest first. */
    List<Verdict> verdicts(TaskId task);

    /** Candidates of all visits, oldest first. */
    List<MergeCandidate> candidates(TaskId task);

    /** Candidates of one visit, by n. */
    List<MergeCandidate> candidates(TaskId task, long visit);
}
