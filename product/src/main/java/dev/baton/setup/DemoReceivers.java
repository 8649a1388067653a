package dev.baton.setup;

import dev.baton.setup.DemoReport.Effects;
import dev.baton.setup.Reflogs.Move;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Counts what arrived at the receiving ends, and knows nothing of what the server believes. Each
 * arrival gets the name of the one effect that it belongs to, so that a second merge of the same
 * task, a second change request for the same branch, the same push again, a second deploy of the
 * same commit or an attempt started twice is a repetition.
 */
final class DemoReceivers {
    private static final String HEADS = "refs/heads";
    private static final String CHANGES = "refs/baton/change";

    private final Reflogs reflogs;
    private final RunLogs runs;
    private final DemoSample.Made sample;
    private final List<DemoSites.Deployed> deployed;

    DemoReceivers(
            Reflogs reflogs,
            RunLogs runs,
            DemoSample.Made sample,
            List<DemoSites.Deployed> deployed) {
        this.reflogs = reflogs;
        this.runs = runs;
        this.sample = sample;
        this.deployed = deployed;
    }

    Effects effects() {
        List<String> arrived = new ArrayList<>();
        for (Move move : reflogs.below(HEADS)) {
            if (!move.ref().equals(sample.baseRef())) {
                arrived.add("push " + move.ref() + " " + move.to());
            } else if (!move.to().equals(sample.seed())) {
                arrived.add("merge");
            }
        }
        for (Move move : reflogs.below(CHANGES)) {
            arrived.add(move.creates() ? "change request" : "change request " + move.to());
        }
        runs.starts().forEach(start -> arrived.add("run " + start));
        deployed.forEach(one -> one.arrivals()
                .forEach(arrival ->
                        arrived.add("deploy " + one.site().name() + " " + arrival.sha())));
        int distinct = new HashSet<>(arrived).size();
        return new Effects(arrived.size(), distinct, arrived.size() - distinct);
    }
}
