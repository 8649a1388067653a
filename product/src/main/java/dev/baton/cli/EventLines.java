package dev.baton.cli;

import dev.baton.api.EventView;

import java.util.List;

/** The history of a task for people. */
final class EventLines {
    private static final int DATA_COLUMNS = 100;

    private EventLines() {}

    static void print(Session session, List<EventView> events) {
        Table table = session.table();
        for (EventView event : events) {
            table.row(
                    Terminal.ago(event.at(), session.now()),
                    Terminal.plain(event.stage()),
                    Terminal.plain(event.type()),
                    Terminal.cut(Terminal.plain(firstLine(event.data())), DATA_COLUMNS));
        }
        table.print(session.out(), -1);
    }

    private static String firstLine(String data) {
        return data.lines().findFirst().orElse("");
    }
}
