package dev.baton.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs many schedules on all workers; the figures and the history do not depend on how many. */
final class Campaign {
    private static final int BATCH = 25;

    private final Plan plan;
    private final List<Database> databases = new ArrayList<>();
    private final Report report = new Report();

    /** The first schedule found of each kind of violation. */
    private final Map<Violation.Kind, Failure> failures = new EnumMap<>(Violation.Kind.class);

    Campaign(Plan plan) {
        this(plan, Database.image());
    }

    Campaign(Plan plan, byte[] image) {
        this.plan = plan;
        for (int i = 0; i < plan.workers(); i++) {
            databases.add(new Database(image));
        }
    }

    /** A schedule that broke an invariant. */
    record Failure(Schedule schedule, Violation violation) {}

    private record Done(Schedule schedule, Outcomes outcomes) {}

    Report report() {
        return report;
    }

    Map<Violation.Kind, Failure> failures() {
        return failures;
    }

    /** @param enough says after each batch whether what is left can be left out */
    void run(java.util.function.BooleanSupplier enough) {
        try (ExecutorService workers =
                        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());
                Writer history = history()) {
            for (int from = 0; from < plan.schedules() && !enough.getAsBoolean(); ) {
                int to = Math.min(plan.schedules(), from + BATCH * databases.size());
                List<Future<List<Done>>> batch = new ArrayList<>();
                for (int i = 0; i < databases.size(); i++) {
                    int first = from + i * BATCH;
                    int last = Math.min(to, first + BATCH);
                    Database database = databases.get(i);
                    batch.add(workers.submit(() -> some(database, first, last)));
                }
                for (Future<List<Done>> part : batch) {
                    for (Done done : part.get()) {
                        take(done, history);
                    }
                }
                from = to;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a schedule could not be simulated", e.getCause());
        }
    }

    /** The same failure from as few moves as can be found. */
    Schedule shrink(Failure failure) {
        return new Shrinker(schedule ->
                        episode(databases.getFirst(), schedule, Trace.NONE).violations().stream()
                                .anyMatch(v -> v.kind() == failure.violation().kind()))
                .shrink(failure.schedule());
    }

    Outcomes once(Schedule schedule, Trace trace) {
        return episode(databases.getFirst(), schedule, trace);
    }

    private Outcomes episode(Database database, Schedule schedule, Trace trace) {
        return new Episode(schedule, plan.newProtocol(schedule.seed()), database, trace).run();
    }

    private List<Done> some(Database database, int from, int to) {
        List<Done> done = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Schedule schedule = plan.schedule(plan.seed() + i);
            done.add(new Done(schedule, episode(database, schedule, Trace.NONE)));
        }
        return done;
    }

    private void take(Done done, Writer history) throws IOException {
        report.add(done.outcomes());
        for (Violation violation : done.outcomes().violations()) {
            failures.putIfAbsent(violation.kind(), new Failure(done.schedule(), violation));
        }
        for (String line : done.outcomes().history()) {
            history.write(line);
            history.write('\n');
        }
    }

    private Writer history() throws IOException {
        return plan.history() == null
                ? Writer.nullWriter()
                : Files.newBufferedWriter(plan.history(), StandardCharsets.UTF_8);
    }
}
