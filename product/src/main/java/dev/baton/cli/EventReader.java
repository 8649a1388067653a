package dev.baton.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Puts server-sent events together from their lines. For one thread. */
final class EventReader {
    private static final String END = "end";
    private final BiConsumer<String, List<String>> reader;
    private final List<String> data = new ArrayList<>();
    private String event = "";
    private boolean ended;

    /**
     * @param reader gets the name of an event (empty for ordinary ones) and its lines
     */
    EventReader(BiConsumer<String, List<String>> reader) {
        this.reader = reader;
    }

    /** Whether there is more to come. */
    boolean line(String line) {
        if (line.isEmpty()) {
            dispatch();
        } else if (line.startsWith("data:")) {
            data.add(value(line));
        } else if (line.startsWith("event:")) {
            event = value(line);
        }
        return !ended;
    }

    boolean ended() {
        return ended;
    }

    private void dispatch() {
        if (!data.isEmpty()) {
            reader.accept(event, List.copyOf(data));
            ended = event.equals(END);
        }
        data.clear();
        event = "";
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
