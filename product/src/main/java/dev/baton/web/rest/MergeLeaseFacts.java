package dev.baton.web.rest;

import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the page of the merge queues says beside the queues.
 *
 * @param projects null = all
 * @param ceiling as in baton.yaml
 * @param ageUp as in baton.yaml
 * @param reclaimedTotal answers from memory, at once
 */
public record MergeLeaseFacts(
        boolean reclaimEnabled,
        @Nullable List<String> projects,
        String ceiling,
        String ageUp,
        LongSupplier reclaimedTotal) {}
