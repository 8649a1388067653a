package dev.baton.setup;

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

    /** One line a check. */
    List<String> text() {
        return checks.stream()
                .map(line -> "%-4s  %s: %s%s"
                        .formatted(
                                line.status(),
                                line.name(),
                                line.message(),
                                line.next() == null ? "" : ". Next: " + line.next()))
                .toList();
    }
}
