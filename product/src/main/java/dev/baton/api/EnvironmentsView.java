package dev.baton.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is deployed where, who deploys now, and what keeps deploys out. */
public record EnvironmentsView(List<Environment> environments) {
    public EnvironmentsView {
        environments = List.copyOf(environments);
    }

    /**
     * One environment of a project.
     *
     * @param healthy what it was last found healthy with; null = nothing yet
     * @param open the deployment that has it to itself; null = it is free
     * @param opensAt when deploys may begin again; null = they may now
     * @param holds active ones
     */
    public record Environment(
            String project,
            String name,
            @Nullable Line healthy,
            @Nullable Line open,
            @Nullable Instant opensAt,
            List<HoldView> holds) {
        public Environment {
            holds = List.copyOf(holds);
        }
    }

    /**
     * A line of the deploy ledger and whose it is.
     *
     * @param since when it was healthy, or when it began
     */
    public record Line(String id, String task, String sha, String state, Instant since) {}
}
