package dev.baton.setup;

import dev.baton.api.EventView;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Histories for tests, one line a second. */
final class Histories {
    private Histories() {}

    /** Lines like {@code intent 1/1/push} or {@code review committed review}: stage, type, data. */
    static DemoHistory of(String... lines) {
        List<EventView> events = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            long seq = events.size() + 1L;
            events.add(new EventView(
                    seq,
                    at((int) seq),
                    seq,
                    1,
                    words[0],
                    true,
                    "driver",
                    words[1],
                    words.length > 2 ? words[2] : ""));
        }
        return new DemoHistory(events);
    }

    /** When the n-th line was written. */
    static Instant at(int line) {
        return Instant.ofEpochSecond(line);
    }
}
