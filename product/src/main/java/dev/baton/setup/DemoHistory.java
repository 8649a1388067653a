package dev.baton.setup;

import dev.baton.api.EventView;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the lines of a task's history say when they are taken together. */
record DemoHistory(List<EventView> events) {
    private static final Set<String> MOVES = Set.of("committed", "returned", "moved");

    DemoHistory {
        events = List.copyOf(events);
    }

    /** What was written before that moment. */
    DemoHistory before(Instant moment) {
        return new DemoHistory(
                events.stream().filter(event -> event.at().isBefore(moment)).toList());
    }

    /** Effects that were intended, and are neither confirmed nor ruled out. */
    Set<String> open() {
        Set<String> open = new LinkedHashSet<>();
        for (EventView event : events) {
            switch (event.type()) {
                case "intent" -> open.add(effect(event));
                case "confirmed", "poisoned" -> open.remove(effect(event));
                default -> {
                    // Only the three lines of an effect count here.
                }
            }
        }
        return open;
    }

    /** How many effects are known to have happened. */
    int confirmed() {
        return (int) events.stream().filter(e -> e.type().equals("confirmed")).count();
    }

    /** The names of the jobs that run: started, and their end is not in the history. */
    List<String> running() {
        Set<String> running = new LinkedHashSet<>();
        for (EventView event : events) {
            if (event.type().equals("confirmed") && starts(event)) {
                running.add(unit(event));
            } else if (event.type().equals("run-ended")) {
                running.remove(event.data().split(" ", 2)[0]);
            }
        }
        return running.stream().map(DemoHistory::job).toList();
    }

    /** Whether a run ended as it wanted to, rather than lost or killed. */
    boolean ended(String unit) {
        return events.stream()
                .anyMatch(event -> event.type().equals("run-ended")
                        && event.data().startsWith(unit + " EXITED"));
    }

    Optional<EventView> newest() {
        return events.isEmpty() ? Optional.empty() : Optional.of(events.getLast());
    }

    static boolean moves(EventView event) {
        return MOVES.contains(event.type());
    }

    /** {@code 1/3/run/developer/1 run demo-1-v3-developer-1}: the key comes first. */
    static String effect(EventView event) {
        return event.data().split(" ", 2)[0];
    }

    /** Whether it is of a run's start, a deploy's too. */
    static boolean starts(EventView event) {
        return effect(event).contains("/run/") || effect(event).contains("/deploy/");
    }

    private static String unit(EventView event) {
        return event.data().substring(event.data().lastIndexOf(' ') + 1);
    }

    /** {@code demo-1-v3-developer-1}: task, visit, job, ordinal. */
    private static String job(String unit) {
        return unit.replaceFirst("^.*-v\\d+-", "").replaceFirst("-\\d+$", "");
    }
}
