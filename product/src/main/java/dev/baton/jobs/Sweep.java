package dev.baton.jobs;

import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.model.Run;
import dev.baton.model.Task;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.workspace.Shelf;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes files of tasks that have been over for long enough. Asked of each file is whose it is;
 * one that belongs to no task is left, and so is everything of a task with a run or a deployment
 * that is not over. Safe for use by many threads: who finds a file gone is content.
 *
 * <p>The database keeps its history, and the forge the markers of merges: they are what a late push
 * is refused by.
 */
public final class Sweep implements Tick {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Store store;
    private final Map<Kind, Shelf> shelves;
    private final SweepSettings settings;
    private final InstantSource clock;

    public Sweep(
            Store store, Map<Kind, Shelf> shelves, SweepSettings settings, InstantSource clock) {
        this.store = store;
        this.shelves = Map.copyOf(shelves);
        this.settings = settings;
        this.clock = clock;
    }

    /** What lies around. */
    public enum Kind {
        /** The clone of a task, named after its key. */
        CLONE,
        /** A clone that was moved aside, named after the key and a number. */
        SET_ASIDE,
        /** What a run was handed, named after its unit. */
        HANDOVER,
        /** The folder of a run with its log, named after its unit. */
        RUN
    }

    /** Something to be removed, and of which task that was over when. */
    public record Found(Kind kind, String name, String taskKey, Instant over) {}

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public void runOnce(Duration elapsed) {
        List<Found> removed = sweep();
        if (!removed.isEmpty()) {
            LOG.info("sweep: {} folders of finished tasks removed", removed.size());
        }
    }

    /** What {@link #sweep} would remove now. */
    public List<Found> look() {
        List<Found> found = new ArrayList<>();
        TickRunner.each(
                name(),
                List.of(Kind.values()),
                kind -> Stream.ofNullable(shelves.get(kind))
                        .flatMap(shelf -> shelf.names().stream())
                        .flatMap(entry -> due(kind, entry).stream())
                        .forEach(found::add));
        return found;
    }

    /** Removes it, and answers what was removed; one that cannot be keeps none of the others. */
    public List<Found> sweep() {
        List<Found> removed = new ArrayList<>();
        TickRunner.each(name(), look(), found -> {
            Shelf shelf = shelves.get(found.kind());
            if (shelf != null) {
                shelf.remove(found.name());
                removed.add(found);
            }
        });
        return removed;
    }

    private Optional<Found> due(Kind kind, String entry) {
        Instant before = clock.instant().minus(age(kind));
        return store.read(reads -> task(reads, kind, entry)
                .filter(task -> over(reads, task) && task.updatedAt().isBefore(before))
                .map(task -> new Found(kind, entry, task.key(), task.updatedAt())));
    }

    private Duration age(Kind kind) {
        return switch (kind) {
            case CLONE, HANDOVER -> settings.clones();
            case SET_ASIDE, RUN -> settings.logs();
        };
    }

    /** A name that is not as the key or unit is written finds nobody, and stays. */
    private static Optional<Task> task(Reads reads, Kind kind, String entry) {
        return switch (kind) {
            case CLONE -> reads.tasks().byKey(entry);
            case SET_ASIDE -> reads.tasks().byKey(entry.replaceFirst("-\\d+$", ""));
            case HANDOVER, RUN ->
                reads.work().run(entry).map(Run::task).flatMap(reads.tasks()::byId);
        };
    }

    private static boolean over(Reads reads, Task task) {
        return task.status().terminal()
                && reads.work().allRuns(task.id()).stream()
                        .allMatch(run -> run.state().terminal())
                && reads.deployments().of(task.id()).stream()
                        .allMatch(deployment -> deployment.state().finished());
    }
}
