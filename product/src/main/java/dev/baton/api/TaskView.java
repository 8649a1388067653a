package dev.baton.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task as people see it.
 *
 * @param waiting what it waits for; of a parked task what parked it and who can unblock it
 * @param mergedSha the commit that landed on the base; null until it did
 * @param attempts charged attempts of the jobs of this visit
 * @param deployments of all visits, oldest first
 * @param url its page
 */
public record TaskView(
        String key,
        String project,
        String title,
        String stage,
        String status,
        long visit,
        long epoch,
        @Nullable OwnerView owner,
        @Nullable WaitingView waiting,
        String branch,
        String base,
        @Nullable String headSha,
        @Nullable String mergedSha,
        int attempts,
        CostView cost,
        List<DeploymentView> deployments,
        Instant createdAt,
        Instant updatedAt,
        String url) {
    public TaskView {
        deployments = List.copyOf(deployments);
    }
}
