package dev.baton.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Schedules that found something, kept as their moves: however schedules are drawn later, these
 * stay what they were.
 */
class RegressionsTest {
    private static final Path KEPT = Path.of("src/test/resources/regressions");

    static List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(KEPT)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("kept")
    void holds(Path file) throws IOException {
        Schedule schedule = read(Files.readAllLines(file));
        Campaign campaign = new Campaign(new Plan(1, schedule.seed(), "fenced", null, null, 1));

        assertThat(campaign.once(schedule, Trace.NONE).violations()).isEmpty();
    }

    private static Schedule read(List<String> lines) {
        List<String> words =
                lines.stream().filter(line -> !line.startsWith("#")).toList();
        long seed = Long.parseLong(words.getFirst().substring("seed ".length()));
        List<Move> moves = words.stream().skip(1).map(RegressionsTest::move).toList();
        return new Schedule(seed, IntStream.range(0, moves.size()).boxed().toList(), moves);
    }

    /** As {@link Move#toString} writes it. */
    private static Move move(String line) {
        String[] words = line.split(" ", -1);
        Armed fault = words.length == 3
                ? null
                : new Armed(Fault.valueOf(words[4]), Integer.parseInt(words[6]));
        return new Move(
                Move.Kind.valueOf(words[0]),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                fault);
    }
}
