package dev.baton.setup;

import dev.baton.api.TaskView;
import dev.baton.git.Git;
import dev.baton.git.GitCommand;
import dev.baton.setup.DemoReport.Effects;
import dev.baton.setup.DemoReport.Receivers;
import dev.baton.setup.DemoReport.Rework;
import dev.baton.setup.DemoSites.Deployed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares what the server says of a task that ended with what arrived at the receiving ends. */
final class DemoProof {
    private final Git git;
    private final DemoFolder folder;
    private final DemoSample sample;
    private final DemoSample.Made made;
    private final DemoSites sites;
    private final DemoStore store;

    DemoProof(
            Git git,
            DemoFolder folder,
            DemoSample sample,
            DemoSample.Made made,
            DemoSites sites,
            DemoStore store) {
        this.git = git;
        this.folder = folder;
        this.sample = sample;
        this.made = made;
        this.sites = sites;
        this.store = store;
    }

    /**
     * What was found.
     *
     * @param doubts what is not as it has to be; empty when everything is
     * @param deployed a line for each environment
     */
    record Found(DemoReport report, List<String> doubts, List<String> deployed) {}

    Found look(TaskView task, DemoHistory history, ChaosOutcome chaos, BigDecimal seconds) {
        Reflogs reflogs = new Reflogs(made.repository());
        RunLogs runs = new RunLogs(folder.data().resolve("runs"));
        List<Deployed> deployed = sites.look();
        Effects effects = new DemoReceivers(reflogs, runs, made, deployed).effects();
        String merged = merged();
        String tested = runs.testedForMerge().orElse(null);
        boolean done = task.status().equals("DONE");
        List<String> doubts = new ArrayList<>();
        if (done) {
            doubts.addAll(doubts(merged, tested, effects));
            doubts.addAll(DemoSites.doubts(deployed, merged));
            doubts.addAll(chaos.doubts());
        }
        Rework rework =
                new Rework(returns(history), runs.rejected().orElse(null), sample.probeCommand());
        DemoReport report = new DemoReport(
                done && !doubts.isEmpty() ? "unproven" : task.status().toLowerCase(Locale.ROOT),
                task.key(),
                made.repository().toString(),
                made.base(),
                sample.testCommand(),
                merged,
                tested,
                answer(deployed),
                rework,
                chaos.kills().size(),
                chaos.points(),
                chaos.triggers(),
                chaos.adopted(history),
                effects.repeated(),
                chaos.seed(),
                store.word(),
                effects,
                receivers(reflogs),
                seconds);
        return new Found(report, doubts, deployed.stream().map(Deployed::line).toList());
    }

    /** What production answers. */
    private static @Nullable String answer(List<Deployed> deployed) {
        return deployed.isEmpty() ? null : deployed.getLast().answer();
    }

    private Receivers receivers(Reflogs reflogs) {
        Optional<DemoSite> staging = sites.find(DemoSites.STAGING);
        Optional<DemoSite> production = sites.find(DemoSites.PRODUCTION);
        return new Receivers(
                reflogs.file(made.baseRef()).toString(),
                production.map(site -> site.deploys().toString()).orElse(null),
                production.map(DemoSite::url).orElse(null),
                staging.map(site -> site.deploys().toString()).orElse(null),
                staging.map(DemoSite::url).orElse(null));
    }

    private static int returns(DemoHistory history) {
        return (int) history.events().stream()
                .filter(e -> e.type().equals("returned"))
                .count();
    }

    private @Nullable String merged() {
        String head = read("rev-parse", made.baseRef());
        return head.equals(made.seed()) ? null : head;
    }

    private List<String> doubts(@Nullable String merged, @Nullable String tested, Effects effects) {
        List<String> doubts = new ArrayList<>();
        if (merged == null || !merged.equals(tested)) {
            doubts.add(made.base() + ": expected the commit that was tested (" + tested
                    + "), found " + merged);
        }
        String range = made.seed() + ".." + made.baseRef();
        String merges = read("rev-list", "--count", "--merges", range);
        String moves = read("rev-list", "--count", "--first-parent", range);
        if (!merges.equals("1") || !moves.equals("1")) {
            doubts.add(made.base() + ": expected one commit on it, a merge; found " + moves
                    + " commits and " + merges + " merges");
        }
        if (effects.repeated() > 0) {
            doubts.add("effects: expected each applied once, found " + effects.repeated()
                    + " repeated");
        }
        return doubts;
    }

    private String read(String... arguments) {
        return git.require(GitCommand.in(made.repository(), arguments)).line();
    }
}
