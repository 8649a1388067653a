package dev.baton.engine;

import dev.baton.model.Evidence;
import dev.baton.model.Gate;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Pipeline;
import dev.baton.model.Sha;
import dev.baton.model.Task;

import org.jspecify.annotations.Nullable;

/** Candidates of a modelled world, in whose commits nothing is ever found. */
record CleanCommits(Builder builder) implements CandidateBuilder {
    interface Builder {
        Built build(Task task, int n, Pipeline pipeline);
    }

    @Override
    public Built build(Task task, int n, Pipeline pipeline) {
        return builder.build(task, n, pipeline);
    }

    @Override
    public Evidence.Hygiene inspect(
            Task task, Gate.Hygiene gate, Sha subject, @Nullable MergeCandidate candidate) {
        return Evidence.Hygiene.CLEAN;
    }
}
