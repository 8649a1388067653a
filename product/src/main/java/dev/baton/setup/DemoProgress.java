package dev.baton.setup;

import dev.baton.api.EventView;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns the history of a task, as it grows, into lines for people. What a gate said is held back for
 * a moment: the move that follows from it belongs on the same line.
 */
final class DemoProgress {
    private static final int WHAT_LENGTH = 44;
    private static final int WHAT_LENGTH_MAX = 100;

    private final PrintStream out;
    private final Supplier<Double> seconds;
    private @Nullable Line held;

    DemoProgress(PrintStream out, Supplier<Double> seconds) {
        this.out = out;
        this.seconds = seconds;
    }

    private record Line(double at, String stage, String what) {}

    void show(EventView event) {
        switch (event.type()) {
            case "confirmed" -> confirmed(event);
            case "verdict" -> hold(event, verdict(event.data()));
            case "committed" -> moved(event, "");
            case "returned" -> moved(event, " (visit " + event.visit() + ")");
            case "retry", "setback", "parked", "cancelled" -> {
                hold(event, event.type() + ": " + firstLine(event.data()));
                flush("");
            }
            default -> {
                // The rest is for `baton explain` and the board.
            }
        }
    }

    /** Prints what is held back. */
    void end() {
        flush("");
    }

    /** {@code 1/3/run/developer/1 …}: task, visit, kind, subject; then what came of it. */
    private void confirmed(EventView event) {
        String[] words = event.data().split(" ", 2);
        List<String> key = List.of(words[0].split("/"));
        String result = words.length > 1 ? " " + words[1] : "";
        switch (key.size() > 2 ? key.get(2) : "") {
            case "run" -> {
                hold(event, key.get(3) + " started" + result);
                flush("");
            }
            case "push" -> hold(event, "pushed" + result);
            case "change-request" -> hold(event, "change request" + result);
            case "merge" -> hold(event, "main moved to " + key.get(3).substring(0, 7));
            default -> hold(event, String.join(" ", key) + result);
        }
    }

    /** {@code tests green at 3f2a91c: exit 0} */
    private static String verdict(String data) {
        return firstLine(data);
    }

    private void moved(EventView event, String more) {
        if (held != null) {
            flush("→ " + event.stage() + more);
        }
    }

    private void hold(EventView event, String what) {
        flush("");
        held = new Line(seconds.get(), event.stage(), what);
    }

    private void flush(String arrow) {
        Line line = held;
        held = null;
        if (line != null) {
            String what = line.what();
            String cut = what.length() > WHAT_LENGTH_MAX
                    ? what.substring(0, WHAT_LENGTH_MAX - 1) + "…"
                    : what;
            out.println(String.format(
                            Locale.ROOT,
                            "%6.1fs  %-12s %-" + WHAT_LENGTH + "s %s",
                            line.at(),
                            line.stage(),
                            cut,
                            arrow)
                    .stripTrailing());
        }
    }

    static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
