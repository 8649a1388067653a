package dev.baton.engine;

import dev.baton.model.EvidenceRow;
import dev.baton.model.Gate;
import dev.baton.model.Judgement;
import dev.baton.model.Sha;

import java.util.List;

/** Judges a gate from stored evidence. Pure: no input, no output, no clock. */
public interface GateEvaluator {
    /**
     * @param evidence of the run the gate is judged from, oldest first
     */
    Judgement judge(Gate gate, Sha subject, List<EvidenceRow> evidence);
}
