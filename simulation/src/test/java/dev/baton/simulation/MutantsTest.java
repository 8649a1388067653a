package dev.baton.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.simulation.Proof.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Guards are taken out of the product one by one, to see the simulator notice. */
class MutantsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int WORKERS = 2;

    /**
     * Those that few seeds catch. The others take longer: {@code ./baton simulate --write-proof}
     * searches for all.
     */
    private static final Set<String> SOON_CAUGHT = Set.of("W2", "W3", "W6", "W12", "W13", "W21");

    static List<Mutant> mutants() {
        return Mutants.ALL;
    }

    /** Fails when the guard was changed: then its mutant has to be as well. */
    @ParameterizedTest
    @MethodSource("mutants")
    void theGuardStandsInTheSources(Mutant mutant) throws IOException {
        assertThat(new MutantRun(mutant, ROOT).sources()).isNotEmpty();
    }

    @Test
    void aGuardThatIsMissingIsNoticed() {
        List<Mutant> mutants = Mutants.ALL.stream()
                .filter(mutant -> SOON_CAUGHT.contains(mutant.id()))
                .toList();

        List<Line> lines = new Proof(ROOT, WORKERS).lines(mutants, line -> {});

        assertThat(lines)
                .as("see each again: ./baton simulate --mutant ID")
                .hasSameSizeAs(SOON_CAUGHT)
                .allMatch(line -> line.found().seed() != null);
    }
}
