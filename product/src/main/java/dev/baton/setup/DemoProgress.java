package dev.baton.setup;

import dev.baton.api.EventView;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns the history of a task, as it grows, into lines for people. What a gate said is held back
 * for a moment: the move that follows from it belongs on the same line.
 */
final class DemoProgress {
    private static final int WHAT_LENGTH = 44;
    private static final int WHAT_LENGTH_MAX = 100;
    private static final Set<String> COMMANDS = Set.of("tests", "merge-test");

    private final String task;
    private final PrintStream out;
    private final Supplier<Double> seconds;
    private @Nullable Line held;

    /**
     * @param task its key
     * @param seconds since the demo began
     */
    DemoProgress(String task, PrintStream out, Supplier<Double> seconds) {
        this.task = task;
        this.out = out;
        this.seconds = seconds;
    }

    private record Line(double at, String stage, String what) {}

    void show(EventView event) {
        switch (event.type()) {
            case "confirmed" -> confirmed(event);
            case "verdict" -> verdict(event);
            case "committed" -> moved(event, "", "");
            case "returned" ->
                moved(event, finding(event.data()), " (visit " + event.visit() + ")");
            case "retry", "setback", "parked", "cancelled" -> {
                hold(event, event.type() + ": " + line(event.data(), 0));
                flush("");
            }
            default -> {
                // The rest is for `baton explain` and the board.
            }
        }
    }

    /** {@code kill 3/10  in intent_unconfirmed: 1/1/push (intent + 23 ms)  → up again in 1.2 s}. */
    void killed(Kill kill, int asked) {
        flush("");
        String open = kill.open().isEmpty() ? "" : ": " + String.join(", ", kill.open());
        String what = "in %s%s (%s + %d ms)"
                .formatted(
                        kill.point().word(),
                        open,
                        kill.trigger().word(),
                        kill.delay().toMillis());
        String lived = switch (kill.lived().size()) {
            case 0 -> "";
            case 1 -> ", a run lives on";
            default -> ", " + kill.lived().size() + " runs live on";
        };
        held = new Line(seconds.get(), "kill " + kill.number() + "/" + asked, what);
        flush(String.format(
                Locale.ROOT, "→ up in %.1f s%s", kill.away().toMillis() / 1000.0, lived));
    }

    /** Prints what is held back. */
    void end() {
        flush("");
    }

    /** {@code 1/3/run/developer/1 …}: task, visit, kind, subject; then what came of it. */
    private void confirmed(EventView event) {
        String[] key = event.data().split(" ", 2)[0].split("/");
        String kind = key.length > 2 ? key[2] : "";
        switch (kind) {
            case "run" -> started(event, key);
            case "deploy" -> deploying(event, key[3]);
            case "push" -> hold(event, "branch pushed");
            case "change-request" -> hold(event, "change request open");
            case "merge" -> hold(event, "main moved to " + brief(key[3]));
            default -> hold(event, event.data());
        }
    }

    private void deploying(EventView event, String environment) {
        String unit = event.data().substring(event.data().lastIndexOf(' ') + 1);
        hold(event, "%-28s run %s".formatted(environment + " deploy started", unit));
        flush("");
    }

    /** Of commands the verdict says enough. */
    private void started(EventView event, String[] key) {
        if (!COMMANDS.contains(key[3])) {
            hold(
                    event,
                    "%-28s run %s-v%s-%s-%s"
                            .formatted(
                                    key[3] + " started",
                                    task.toLowerCase(Locale.ROOT),
                                    key[1],
                                    key[3],
                                    key[4]));
            flush("");
        }
    }

    /** {@code tests green at 3f2a91c: exit 0}: gate, outcome, commit; then why. */
    private void verdict(EventView event) {
        String data = line(event.data(), 0);
        String[] parts = data.split(": ", 2);
        String[] words = parts[0].split(" ", 3);
        boolean green = words.length > 1 && words[1].equals("green");
        if (words[0].equals("verdict") && parts.length > 1) {
            hold(event, parts[1].replace(" for ", " at "));
        } else if (!green) {
            hold(event, data);
        } else if (!words[0].equals("not-empty")) {
            hold(event, parts[0]);
        }
    }

    /** Of {@code development}, why and the findings, one a line: the first finding. */
    private static String finding(String data) {
        String first = line(data, 2);
        return first.isEmpty() ? "" : ": " + first;
    }

    private void moved(EventView event, String why, String where) {
        Line line = held;
        if (line != null) {
            held = new Line(line.at(), line.stage(), line.what() + why);
            flush("→ " + event.stage() + where);
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
                            "%6.1fs  %-14s %-" + WHAT_LENGTH + "s %s",
                            line.at(),
                            line.stage(),
                            cut,
                            arrow)
                    .stripTrailing());
        }
    }

    static String brief(String sha) {
        return sha.substring(0, Math.min(7, sha.length()));
    }

    private static String line(String text, int index) {
        return text.lines().skip(index).findFirst().orElse("");
    }
}
