package dev.baton.jobs;

import dev.baton.model.Gate;
import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.store.WorkReads.Line;
import dev.baton.store.WorkReads.Slot;
import dev.baton.store.WorkReads.Waiting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The slots that are left in one round, and who gets the next one. For one thread. */
final class Room {
    private final DispatcherSettings settings;
    private final List<Slot> taken;

    Room(DispatcherSettings settings, List<Slot> taken) {
        this.settings = settings;
        this.taken = new ArrayList<>(taken);
    }

    /**
     * A rollback at once, whether there is room or not: until it is over production is down, and
     * whoever has the slots may have them for hours. Else a higher priority first; of the same, the
     * project that has the fewest slots of the kind, so that a hundred tasks of one project do not
     * keep the one of another waiting; then who came first.
     *
     * @param waiting higher priority first, then older
     */
    Optional<Waiting> next(List<Waiting> waiting) {
        return waiting.stream()
                .filter(this::fits)
                .min(Comparator.<Waiting>comparingInt(w -> Gate.Deploy.bringsBack(w.job()) ? 0 : 1)
                        .thenComparingInt(w -> -w.job().priority())
                        .thenComparingLong(w -> ofProject(agent(w.job().kind()), w.project())));
    }

    void take(Waiting next) {
        Job job = next.job();
        taken.add(new Slot(job.id(), job.kind(), next.project(), job.name()));
    }

    /** Whose jobs may be granted at all: where there is no room nobody has to be read. */
    List<JobKind> kinds() {
        return Stream.of(JobKind.values())
                .filter(kind -> kind == JobKind.DEPLOY || hasRoom(kind))
                .toList();
    }

    private boolean fits(Waiting next) {
        Job job = next.job();
        return fits(new Line(job.kind(), next.project(), job.name()));
    }

    /** Whether the first of the line may be granted. */
    boolean fits(Line line) {
        if (Gate.Deploy.bringsBack(line.kind(), line.jobName())) {
            return true;
        }
        return hasRoom(line.kind()) && (!agent(line.kind()) || fitsAgent(line));
    }

    private boolean hasRoom(JobKind kind) {
        return taken.stream().filter(slot -> agent(slot.kind()) == agent(kind)).count()
                < settings.slots(kind);
    }

    private boolean fitsAgent(Line next) {
        return ofProject(true, next.project()) < settings.agentsMaxOf(next.project())
                && fitsItsAgent(next);
    }

    private boolean fitsItsAgent(Line next) {
        return settings.limit(next.project(), next.jobName())
                .map(limit -> taken.stream()
                                .filter(slot -> agent(slot.kind()))
                                .flatMap(slot ->
                                        settings.limit(slot.project(), slot.jobName()).stream())
                                .filter(limit::equals)
                                .count()
                        < limit.max())
                .orElse(true);
    }

    private long ofProject(boolean agent, String project) {
        return taken.stream()
                .filter(slot -> agent(slot.kind()) == agent && slot.project().equals(project))
                .count();
    }

    private static boolean agent(JobKind kind) {
        return kind == JobKind.AGENT;
    }
}
