package dev.baton.setup;

import dev.baton.api.EventView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What every stage took, read from the whole history of a task. */
final class DemoTable {
    private static final String LINE = "%-14s %6s  %4s  %6s  %s";
    private static final String DONE = "done";

    private DemoTable() {}

    private static final class Row {
        private final Set<Long> visits = new TreeSet<>();
        private final List<String> gates = new ArrayList<>();
        private Duration time = Duration.ZERO;
        private int runs;
    }

    static List<String> lines(DemoHistory history) {
        Map<String, Row> rows = rows(history.events());
        List<String> lines = new ArrayList<>();
        lines.add(LINE.formatted("stage", "visits", "runs", "time", "gates"));
        rows.forEach((stage, row) -> lines.add(LINE.formatted(
                        stage,
                        row.visits.size(),
                        row.runs,
                        String.format(Locale.ROOT, "%.1fs", row.time.toMillis() / 1000.0),
                        String.join("  ", row.gates))
                .stripTrailing()));
        return lines;
    }

    private static Map<String, Row> rows(List<EventView> events) {
        Map<String, Row> rows = new LinkedHashMap<>();
        Row current = null;
        Instant entered = Instant.EPOCH;
        for (EventView event : events) {
            if (DemoHistory.moves(event)) {
                close(current, entered, event.at());
                entered = event.at();
                current = event.stage().equals(DONE)
                        ? null
                        : rows.computeIfAbsent(event.stage(), stage -> new Row());
            }
            if (current != null) {
                add(current, event);
            }
        }
        return rows;
    }

    private static void close(@Nullable Row row, Instant from, Instant to) {
        if (row != null) {
            row.time = row.time.plus(Duration.between(from, to));
        }
    }

    private static void add(Row row, EventView event) {
        row.visits.add(event.visit());
        if (event.type().equals("confirmed") && DemoHistory.starts(event)) {
            row.runs++;
        }
        if (event.type().equals("verdict")) {
            String[] words = event.data().split("[ :]", 3);
            row.gates.add(words[0] + " " + (words.length > 1 ? words[1] : ""));
        }
    }
}
