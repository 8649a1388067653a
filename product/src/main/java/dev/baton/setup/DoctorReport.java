package dev.baton.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code doctor --json} prints: names are public. */
record DoctorReport(boolean ok, List<Line> checks) {
    /** A check as text. */
    record Line(
            String name,
            String status,
            String message,
            @Nullable String next) {}

    static DoctorReport of(List<Check> checks) {
        return new DoctorReport(
                checks.stream().noneMatch(Check::failed),
                checks.stream()
                        .map(check -> new Line(
                                check.name(),
                                check.status().name().toLowerCase(Locale.ROOT),
                                check.message(),
                                check.next()))
                        .toList());
    }

    /** A table, and what helps below each line that needs it. */
    List<String> text() {
        int width = checks.stream().mapToInt(line -> line.name().length()).max().orElse(0);
        List<String> text = new ArrayList<>();
        for (Line line : checks) {
            String name = line.name() + " ".repeat(width - line.name().length());
            text.add("%-4s  %s  %s".formatted(line.status(), name, line.message()));
            if (line.next() != null) {
                text.add("      Next: " + line.next());
            }
        }
        return text;
    }
}
