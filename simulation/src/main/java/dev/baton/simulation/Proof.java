package dev.baton.simulation;

import dev.baton.simulation.MutantRun.Found;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Every mutant, searched for a schedule that shows what its guard is for. */
final class Proof {
    /** What breaks nothing by itself is tried this often. */
    static final int HARMLESS_TRIES = 60;

    /** Within so many seeds each of the others has to be found. */
    static final int TRIES_MAX = 2_000;

    /** So many seeds from where it was seen before. */
    private static final int CLOSE = 40;

    private final Path root;
    private final int workers;
    private final boolean close;
    private final byte[] image = Database.image();

    Proof(Path root, int workers) {
        this(root, workers, false);
    }

    private Proof(Path root, int workers, boolean close) {
        this.root = root;
        this.workers = workers;
        this.close = close;
    }

    /** The same from where each was seen before, and not much further. */
    Proof close() {
        return new Proof(root, workers, true);
    }

    /** A mutant and what became of it. */
    record Line(Mutant mutant, Found found) {
        boolean asExpected() {
            return mutant.caught() == (found.seed() != null);
        }

        @Override
        public String toString() {
            Long seed = found.seed();
            String what = seed == null
                    ? "nothing in %d schedules".formatted(found.tried())
                    : "seed %d (of %d): %s: %s"
                            .formatted(seed, found.tried(), found.kind(), found.text());
            return "%-4s %s%s".formatted(mutant.id(), asExpected() ? "" : "UNEXPECTED ", what);
        }
    }

    /** @param told each line as soon as it is known */
    List<Line> lines(List<Mutant> mutants, Consumer<Line> told) {
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            List<Future<Line>> lines = new ArrayList<>();
            for (Mutant mutant : mutants) {
                lines.add(threads.submit(() -> {
                    Line line = line(mutant);
                    told.accept(line);
                    return line;
                }));
            }
            List<Line> all = new ArrayList<>();
            for (Future<Line> line : lines) {
                all.add(line.get());
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between mutants", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a mutant could not be simulated", e.getCause());
        }
    }

    private Line line(Mutant mutant) {
        int far = close ? CLOSE : TRIES_MAX;
        int tries = mutant.caught() ? far : HARMLESS_TRIES;
        long from = close ? mutant.from() : 1;
        return new Line(mutant, new MutantRun(mutant, root).search(from, tries, image));
    }
}
