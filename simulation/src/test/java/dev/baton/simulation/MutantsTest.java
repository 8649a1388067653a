package dev.baton.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.simulation.Proof.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Guards are taken out of the product one by one, to see the simulator notice. */
class MutantsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int WORKERS = 2;

    static List<Mutant> mutants() {
        return Mutants.ALL;
    }

    /** Fails when the guard was changed: then its mutant has to be as well. */
    @ParameterizedTest
    @MethodSource("mutants")
    void theGuardStandsInTheSources(Mutant mutant) throws IOException {
        assertThat(new MutantRun(mutant, ROOT).sources()).isNotEmpty();
    }

    /**
     * Each that is caught, from a seed before one that is known to show it; where the schedules are
     * drawn in another way, {@code ./baton simulate --write-proof} says the seeds anew.
     */
    @Test
    void aGuardThatIsMissingIsNoticedAndOneWithAnotherBehindItIsNot() {
        List<Line> lines = new Proof(ROOT, WORKERS).close().lines(Mutants.ALL, line -> {});

        assertThat(lines.stream().filter(line -> !line.asExpected()))
                .as("see each again: ./baton simulate --mutant ID")
                .isEmpty();
        assertThat(lines).hasSameSizeAs(Mutants.ALL).hasSizeGreaterThan(30);
    }
}
