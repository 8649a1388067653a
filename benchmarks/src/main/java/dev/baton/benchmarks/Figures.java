package dev.baton.benchmarks;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Prints rows of a table as for docs/benchmarks.md, and remembers whether all limits held. */
final class Figures {
    private final PrintStream out;
    private boolean held = true;

    Figures(PrintStream out) {
        this.out = out;
        out.println("| | figure | limit |\n|---|---|---|");
    }

    /** Something that bounds the others and has no limit itself. */
    void note(String what, double... values) {
        String shown =
                DoubleStream.of(values).mapToObj(Figures::text).collect(Collectors.joining(", "));
        out.printf("| %s | %s | |%n", what, shown);
    }

    void atMost(String what, double value, double limit) {
        boolean holds = value <= limit;
        held &= holds;
        out.printf(
                "| %s | %s | ≤ %s%s |%n",
                what, text(value), text(limit), holds ? "" : ": **not held**");
    }

    /** The 95th of a hundred; the median stands beside it. */
    void atMost(String what, double[] values, double limit) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        note(what.replace("p95", "median"), at(sorted, 0.5));
        atMost(what, at(sorted, 0.95), limit);
    }

    boolean held() {
        return held;
    }

    private static double at(double[] sorted, double part) {
        return sorted[Math.min(sorted.length - 1, (int) Math.ceil(part * sorted.length) - 1)];
    }

    private static String text(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
