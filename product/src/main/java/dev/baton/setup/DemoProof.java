package dev.baton.setup;

import dev.baton.api.TaskView;
import dev.baton.git.Git;
import dev.baton.git.GitCommand;
import dev.baton.setup.DemoReport.Effects;
import dev.baton.setup.DemoReport.Receivers;
import dev.baton.setup.DemoReport.Rework;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compares what the server says of a task that ended with what arrived at the receiving ends. */
final class DemoProof {
    private static final String STORE = "sqlite";

    private final Git git;
    private final DemoFolder folder;
    private final DemoSample sample;
    private final DemoSample.Made made;

    DemoProof(Git git, DemoFolder folder, DemoSample sample, DemoSample.Made made) {
        this.git = git;
        this.folder = folder;
        this.sample = sample;
        this.made = made;
    }

    /**
     * What was found.
     *
     * @param doubts what is not as it has to be; empty when everything is
     */
    record Found(DemoReport report, List<String> doubts) {}

    Found look(TaskView task, DemoHistory history, ChaosOutcome chaos, BigDecimal seconds) {
        Reflogs reflogs = new Reflogs(made.repository());
        RunLogs runs = new RunLogs(folder.data().resolve("runs"));
        Effects effects = new DemoReceivers(reflogs, runs, made).effects();
        String merged = merged();
        String tested = runs.testedForMerge().orElse(null);
        boolean done = task.status().equals("DONE");
        List<String> doubts = new ArrayList<>();
        if (done) {
            doubts.addAll(doubts(merged, tested, effects));
            doubts.addAll(chaos.doubts());
        }
        Rework rework =
                new Rework(returns(history), runs.rejected().orElse(null), sample.probeCommand());
        String result =
                done && !doubts.isEmpty() ? "unproven" : task.status().toLowerCase(Locale.ROOT);
        DemoReport report = new DemoReport(
                result,
                task.key(),
                made.repository().toString(),
                made.base(),
                sample.testCommand(),
                merged,
                tested,
                null,
                rework,
                chaos.kills().size(),
                chaos.points(),
                chaos.triggers(),
                chaos.adopted(history),
                effects.repeated(),
                chaos.seed(),
                STORE,
                effects,
                new Receivers(reflogs.file(made.baseRef()).toString(), null, null),
                seconds);
        return new Found(report, doubts);
    }

    private static int returns(DemoHistory history) {
        return (int) history.events().stream().filter(e -> e.type().equals("returned")).count();
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
