package dev.baton.web.board;

import dev.baton.model.Event;
import dev.baton.web.board.TaskSheet.Entry;
import dev.baton.web.board.TaskSheet.Tone;
import dev.baton.web.board.TaskSheet.Visit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Events in words for people, by visit. A type nobody told it of is shown as it is. */
final class History {
    /** Of interest to who wants to know how the engine got there; the rest is about the work. */
    private static final Set<String> STEPS =
            Set.of("acquired", "yielded", "waiting", "intent", "queued");

    private static final Pattern VERDICT =
            Pattern.compile("(\\S+) (\\w+) at (\\w+): (.*)", Pattern.DOTALL);
    private static final Pattern EFFECT =
            Pattern.compile("[0-9]+/[0-9]+/([a-z-]+)(?:/(\\S+))? ?(.*)", Pattern.DOTALL);
    private static final Pattern RUN_END =
            Pattern.compile("(\\S+) EXITED (-?[0-9]+)(.*)", Pattern.DOTALL);
    private static final int DETAIL_MAX = 60;

    private final List<Visit> visits = new ArrayList<>();
    private final Map<String, Integer> entered = new HashMap<>();
    private List<Entry> entries = new ArrayList<>();
    private List<Entry> steps = new ArrayList<>();
    private @Nullable Event first;

    private History() {}

    /**
     * @param events oldest first
     * @param open whether the last visit goes on
     */
    static List<Visit> of(List<Event> events, boolean open) {
        History history = new History();
        events.forEach(history::add);
        history.close(open ? null : events.isEmpty() ? null : events.getLast().at());
        return history.visits.reversed();
    }

    private void add(Event event) {
        if (first == null || first.visit() != event.visit()) {
            close(event.at());
            first = event;
        }
        (STEPS.contains(event.type()) ? steps : entries).add(entry(event));
    }

    private void close(@Nullable Instant at) {
        if (first == null) {
            return;
        }
        String stage = first.stage().name();
        int times = entered.merge(stage, 1, Integer::sum);
        visits.add(new Visit(
                first.visit(),
                stage,
                times > 1 ? Ordinals.of(times) + " time" : null,
                first.at(),
                at,
                List.copyOf(entries),
                List.copyOf(steps)));
        entries = new ArrayList<>();
        steps = new ArrayList<>();
        first = null;
    }

    private static Entry entry(Event event) {
        List<String> lines = event.data().lines().toList();
        String line = lines.isEmpty() ? "" : lines.getFirst();
        return switch (event.type()) {
            case "created" -> plain(event, "Filed by " + event.actor());
            case "committed" ->
                event.stage().name().equals("done")
                        ? toned(event, Tone.GOOD, "Done")
                        : plain(event, "Entered " + line);
            case "returned" -> returned(event, lines);
            case "moved" -> toned(event, Tone.NOTICE, "Moved to " + line + " by " + event.actor());
            case "verdict" -> verdict(event);
            case "run-ended" -> runEnded(event);
            case "confirmed" -> confirmed(event);
            case "poisoned" -> toned(event, Tone.NOTICE, "Made sure it never happens: " + line);
            case "candidate" -> plain(event, "Built merge candidate " + line);
            case "joined-queue" -> plain(event, "Joined the " + line);
            case "retry" -> toned(event, Tone.NOTICE, "Tries again: " + line);
            case "setback" ->
                toned(event, Tone.NOTICE, "Could not be done, is tried again: " + line);
            case "parked" -> toned(event, Tone.BAD, "Parked: " + line);
            case "cancelled" -> toned(event, Tone.NOTICE, "Cancelled: " + line);
            case "command" -> toned(event, Tone.NOTICE, event.actor() + " said " + line);
            case "ignored" -> plain(event, event.actor() + " said " + line + " (not obeyed)");
            case "queued" -> plain(event, "queued " + line);
            case "waiting" -> plain(event, line.isEmpty() ? "waits no more" : "waits for " + line);
            case "yielded" -> plain(event, "let go, waits for " + line);
            case "acquired" -> plain(event, "took the task: " + line);
            case "intent" -> plain(event, "intends " + line);
            default -> plain(event, event.type() + " " + event.data());
        };
    }

    private static Entry returned(Event event, List<String> lines) {
        String why = lines.size() > 1 ? lines.get(1) : "";
        List<String> findings = lines.stream().skip(2).limit(DETAIL_MAX).toList();
        return new Entry(event.at(), Tone.BAD, "Sent back here: " + why, findings, event.actor());
    }

    private static Entry verdict(Event event) {
        Matcher found = VERDICT.matcher(event.data());
        if (!found.matches()) {
            return plain(event, event.data());
        }
        Tone tone = switch (found.group(2)) {
            case "green" -> Tone.GOOD;
            case "red", "invalid" -> Tone.BAD;
            default -> Tone.NOTICE;
        };
        return toned(
                event,
                tone,
                "Gate " + found.group(1) + " is " + found.group(2) + " at " + found.group(3) + ": "
                        + found.group(4));
    }

    private static Entry runEnded(Event event) {
        Matcher exited = RUN_END.matcher(event.data());
        if (!exited.matches()) {
            return toned(event, Tone.NOTICE, "Run ended: " + event.data());
        }
        Tone tone = exited.group(2).equals("0") ? Tone.PLAIN : Tone.NOTICE;
        return toned(
                event,
                tone,
                "Run " + exited.group(1) + " ended with exit code " + exited.group(2)
                        + exited.group(3));
    }

    private static Entry confirmed(Event event) {
        Matcher effect = EFFECT.matcher(event.data());
        if (!effect.matches()) {
            return plain(event, "Confirmed " + event.data());
        }
        String result = effect.group(3);
        return switch (effect.group(1)) {
            case "run" -> plain(event, "Started " + effect.group(2) + ", " + result);
            case "deploy" -> plain(event, "Started the deploy " + effect.group(2) + ", " + result);
            case "push" -> plain(event, "Pushed " + result);
            case "change-request" -> plain(event, "Asked to merge: " + result);
            case "merge" -> toned(event, Tone.GOOD, "Merged " + result);
            default -> plain(event, "Confirmed " + effect.group(1) + ": " + result);
        };
    }

    private static Entry plain(Event event, String text) {
        return toned(event, Tone.PLAIN, text);
    }

    private static Entry toned(Event event, Tone tone, String text) {
        return new Entry(event.at(), tone, text, List.of(), event.actor());
    }
}
