package dev.baton.model;

import java.time.Instant;

/**
 * Evidence as stored, bound to what it speaks of.
 *
 * @param name what kind of question it answers: {@code work}, {@code out:PATH}, a gate's name
 * @param runUnit the run it was collected from
 */
public record EvidenceRow(
        TaskId task, String name, Sha subject, String runUnit, Evidence evidence, Instant at) {}
