package dev.baton.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Hands the turn to one fiber at a time, and lets armed faults strike at the points they pass. */
final class Fibers {
    private final List<Fiber> paused = new ArrayList<>();
    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
    private final Map<String, Integer> points = new TreeMap<>();
    private Trace trace = Trace.NONE;
    private PointWatch watch = (fiber, place, name) -> null;
    private boolean watched;
    private @Nullable Fiber current;
    /** It waits for its place from fiber to fiber, whoever comes there first. */
    private @Nullable Armed armed;

    /** Decides about faults by the point that is reached, beside what is armed. */
    @FunctionalInterface
    interface PointWatch {
        @Nullable
        Fault at(Fiber fiber, Place place, String name);
    }

    void trace(Trace to) {
        trace = to;
    }

    /** @param pausing whether it may say that a fiber pauses */
    void watch(PointWatch by, boolean pausing) {
        watch = by;
        watched = pausing;
    }

    /** Runs it until it ends or pauses; answers whether it ended. */
    boolean run(Host host, String name, Runnable body) {
        Fiber fiber = new Fiber(host, name, body);
        return hand(fiber, mayPause() ? fiber::start : fiber::runHere);
    }

    /** What will not pause needs no thread of its own, which saves two hand-overs. */
    private boolean mayPause() {
        return watched || (armed != null && armed.fault() == Fault.PAUSE);
    }

    List<Fiber> paused() {
        return paused;
    }

    boolean resume(Fiber fiber) {
        paused.remove(fiber);
        return hand(fiber, fiber::resume);
    }

    /** Ends the paused fibers of servers that died. */
    void bury() {
        for (Fiber fiber : List.copyOf(paused)) {
            if (!fiber.host().alive()) {
                paused.remove(fiber);
                hand(fiber, fiber::kill);
            }
        }
    }

    /** The next fault, unless one still waits for its place; null = none any more. */
    void arm(@Nullable Armed next) {
        if (next == null || armed == null) {
            armed = next;
        }
    }

    @Nullable
    Caller caller() {
        return current == null ? null : current.caller;
    }

    @Nullable
    Fiber current() {
        return current;
    }

    /**
     * A point of the code. Pauses or ends the fiber if such a fault is due; other faults are
     * answered, for the caller to do.
     */
    @Nullable
    Fault reached(Place place, String name) {
        Fiber fiber = current;
        if (fiber == null) {
            return null;
        }
        if (fiber.condemned() || !fiber.host().alive()) {
            throw new Died(name);
        }
        points.merge(place + " " + name, 1, Integer::sum);
        Fault due = due(fiber, place, name);
        if (due == null) {
            return null;
        }
        struck.merge(due, 1, Integer::sum);
        trace.line(() -> "  " + due + " at " + place + " " + name + " in " + fiber.name());
        return switch (due) {
            case PAUSE -> {
                fiber.pause(place + " " + name);
                yield null;
            }
            case THREAD_DIES, THREAD_DIES_INSIDE -> throw new Died(name);
            case CRASH, CRASH_INSIDE -> {
                fiber.host().die();
                throw new Died(name);
            }
            case BUSY,
                    COMMIT_REPLY_LOST,
                    IO_ERROR,
                    IO_ERROR_AFTER_COMMIT,
                    READ_FAILS,
                    REQUEST_LOST,
                    REPLY_LOST,
                    DELAYED,
                    DOUBLED,
                    LANDS_AFTER_DEATH -> due;
        };
    }

    /** How often which fault struck. */
    Map<Fault, Integer> struck() {
        return struck;
    }

    /** How often which point was passed. */
    Map<String, Integer> points() {
        return points;
    }

    private @Nullable Fault due(Fiber fiber, Place place, String name) {
        Fault watched = watch.at(fiber, place, name);
        if (watched != null) {
            return watched;
        }
        Armed next = armed;
        if (next == null || !next.strikesAt(place, name)) {
            return null;
        }
        armed = next.after() > 0 ? next.next() : null;
        return next.after() > 0 ? null : next.fault();
    }

    private boolean hand(Fiber fiber, Runnable over) {
        Fiber before = current;
        current = fiber;
        over.run();
        current = before;
        if (!fiber.over()) {
            paused.add(fiber);
        }
        return fiber.over();
    }
}
