package dev.baton.simulation;

import dev.baton.simulation.Campaign.Failure;
import dev.baton.simulation.Proof.Line;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code docs/proof.md}: what was run, and what came of it. */
final class ProofPage {
    private static final String HEAD = """
            # What the simulator shows

            Written by `./baton simulate --write-proof`; do not edit. The real engine, jobs,
            intake, gates and SQL run in one thread, in virtual time, over a real SQLite. Forge,
            processes and deploy targets are models with state that lose, delay, double and
            reorder requests and count what was applied at their own end. Each schedule is drawn
            from a seed and replays to the byte. Every eighth goes the way of the pipeline
            `standard` with its deploys, the others that of `quick`; of these, every eighth is about
            pushes to the base that are under way while people move the base or stop the task.
            """;

    private static final String FOUND = """

            ## What it found in our own code
            Each with the test that keeps it away; schedules that found something since the page
            exists are kept as their moves in `simulation/src/test/resources/regressions`.

            | what | schedule | test |
            |---|---|---|
            | a rejection of work that is done again in the same visit was obeyed for ever | \
            not kept | `DeciderTest` |
            | the job of a gate for an older commit kept out the one for the newer | not kept | \
            `DriverTest` |
            | a task moved past every stage that makes commits failed for ever | not kept | \
            `DeciderTest` |
            | a drive that died of an Error kept its task marked as being driven | not kept | \
            `DrivesTest.w6AThreadThatDiesLeavesNothingBeingDriven` |
            | who was paused while it deployed kept the environment from the new head of the \
            queue, and waited behind it | seed 664 | \
            `StandardDriverTest.aDeployOfWhoLostItsPlaceInTheQueueIsSeenThrough` |
            """;

    private static final String OBVIOUS = """

            ## The design one thinks of first
            A lease row with pid and boot id, a compare-and-set on the stage, a reaper that claims
            first, releases by force and requeues: the same world, the same faults, the same
            questions. In so many of %d schedules something of a kind went wrong, and this is the
            shortest schedule that was found of it:

            | kind | schedules | shortest schedule found | again |
            |---|---|---|---|
            """;

    private static final String GUARDS = """

            ## Guards
            A mutant is our own code with a guard taken out, named after the window of the
            protocol that it opens again. Numbers are those of the first seed from 1 on that shows
            it.

            | mutant | what is taken out | seed | what went wrong |
            |---|---|---|---|
            """;

    private static final String DEPTH = """

            ## Defence in depth
            Taken out alone these break nothing in %d schedules each, because another guard stands
            behind them. The pair is a mutant of its own above, marked with a plus; so is the
            other half, if it is not in this table.

            | mutant | what is taken out | goes with |
            |---|---|---|
            """;

    private static final String ELSEWHERE = """

            ## Not here
            | window | why | where |
            |---|---|---|
            | W25 | the exit file that comes after the process went is between two looks at \
            the operating system; the model of processes has one look | tests of \
            `runs.process` |
            """;

    private final StringBuilder page = new StringBuilder(HEAD);

    ProofPage figures(Map<String, Object> fenced) {
        page.append("\n## Figures\n| | |\n|---|---|\n");
        fenced.forEach((key, value) -> row(key, value.toString()));
        return this;
    }

    ProofPage obvious(Campaign campaign) {
        Report report = campaign.report();
        page.append(OBVIOUS.replace("%d", Long.toString(report.schedules())));
        for (Violation.Kind kind : Violation.Kind.values()) {
            Failure failure = campaign.failures().get(kind);
            if (failure == null) {
                throw new IllegalStateException("expected a schedule of " + kind + ", found none");
            }
            Schedule small = campaign.shrink(failure);
            row(
                    kind.name().toLowerCase(Locale.ROOT),
                    Long.toString(report.schedulesWith(kind)),
                    small.moves().stream().map(Move::toString).collect(Collectors.joining("; ")),
                    "`--protocol obvious " + small.again() + "`");
        }
        return this;
    }

    ProofPage mutants(List<Line> lines) {
        page.append(GUARDS);
        List<Line> depth = new ArrayList<>();
        for (Line line : lines) {
            Long seed = line.found().seed();
            if (seed == null) {
                depth.add(line);
            } else {
                String text = line.found().text().replace("|", "/").replace("\n", " ");
                row(
                        line.mutant().id(),
                        line.mutant().says(),
                        seed.toString(),
                        line.found().kind().toLowerCase(Locale.ROOT) + ": " + text);
            }
        }
        page.append(DEPTH.replace("%d", Integer.toString(Proof.HARMLESS_TRIES)));
        for (Line line : depth) {
            Mutant mutant = line.mutant();
            row(mutant.id(), mutant.says(), mutant.pair());
        }
        page.append(ELSEWHERE).append(FOUND);
        return this;
    }

    private void row(String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
