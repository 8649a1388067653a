package dev.baton.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Takes moves out of a failing schedule for as long as it fails in the same way. */
final class Shrinker {
    private static final int TRIES_MAX = 600;

    private final Predicate<Schedule> fails;
    private int tries;

    /**
     * @param fails runs a schedule, and says whether it fails in the way that is looked for
     */
    Shrinker(Predicate<Schedule> fails) {
        this.fails = fails;
    }

    Schedule shrink(Schedule failing) {
        Schedule smallest = failing;
        for (int size = Math.max(1, failing.kept().size() / 2); size >= 1; size /= 2) {
            boolean smaller = true;
            while (smaller && tries < TRIES_MAX) {
                Schedule next = without(smallest, size);
                smaller = next.kept().size() < smallest.kept().size();
                smallest = next;
            }
        }
        return smallest;
    }

    /** One pass over all runs of that many moves, from the end, since late moves matter least. */
    private Schedule without(Schedule schedule, int size) {
        Schedule smallest = schedule;
        for (int end = smallest.kept().size(); end > 0 && tries < TRIES_MAX; end -= size) {
            List<Integer> left = new ArrayList<>(smallest.kept());
            left.subList(Math.max(0, end - size), Math.min(end, left.size())).clear();
            Schedule candidate = smallest.keep(left);
            tries++;
            if (fails.test(candidate)) {
                smallest = candidate;
            }
        }
        return smallest;
    }
}
