package dev.baton.setup;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code demo --json} prints: names and order are public.
 *
 * @param result {@code done}, or what came instead: parked, cancelled, unproven
 * @param testedSha the commit that the last test before the merge ran on, as that test said
 * @param kills of the server by {@code kill -9}
 * @param killPoints kills by the place where they hit it
 * @param killTriggers kills by what set them off: the clock or a line of the journal
 * @param adoptedRuns that went on without a server and whose result a later server took
 * @param repeatedEffects as counted in {@code effects}
 * @param seed of the kills; null = none were asked for
 */
record DemoReport(
        String result,
        String task,
        String repository,
        String baseBranch,
        String testCommand,
        @Nullable String mergedSha,
        @Nullable String testedSha,
        @Nullable String deployedSha,
        Rework rework,
        int kills,
        Map<String, Integer> killPoints,
        Map<String, Integer> killTriggers,
        int adoptedRuns,
        int repeatedEffects,
        @Nullable Long seed,
        String store,
        Effects effects,
        Receivers receivers,
        BigDecimal seconds) {
    static final String DONE = "done";

    /**
     * What was sent back.
     *
     * @param visits how often
     * @param commit the head that was rejected
     * @param probeCommand fails in an export of that commit and passes in one of the merged
     */
    record Rework(int visits, @Nullable String commit, String probeCommand) {}

    /** Counted where they arrived. */
    record Effects(int applied, int distinct, int repeated) {}

    /**
     * Where to count again by hand.
     *
     * @param deployLog one line for each deploy to production; the other one: to staging
     */
    record Receivers(
            String baseReflog,
            @Nullable String deployLog,
            @Nullable String productionUrl,
            @Nullable String stagingLog,
            @Nullable String stagingUrl) {}
}
