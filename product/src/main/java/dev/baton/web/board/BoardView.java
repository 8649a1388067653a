package dev.baton.web.board;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The board as shown: equal when nothing that is shown has changed.
 *
 * @param project what is shown; null = all
 * @param projects to choose from
 */
record BoardView(@Nullable String project, List<String> projects, Sums sums, List<Column> columns) {
    BoardView {
        projects = List.copyOf(projects);
        columns = List.copyOf(columns);
    }

    /** The query of the same choice; empty for all. */
    String query() {
        return project == null ? "" : "?project=" + encoded(project);
    }

    static String link(String project) {
        return "/?project=" + encoded(project);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** How many tasks there are, and how many of them wait for a person. */
    record Sums(int open, int parked, int ended) {}

    /**
     * A stage.
     *
     * @param total tasks in it, shown or not
     */
    record Column(String name, int total, List<Card> cards) {
        Column {
            cards = List.copyOf(cards);
        }

        int more() {
            return total - cards.size();
        }
    }

    /**
     * A task.
     *
     * @param state how it looks and is called
     * @param doing what runs or what it waits for
     * @param since when that began
     * @param who the person or condition that must act; null = nobody has to
     * @param again "2nd time in development"; null = the first time
     */
    record Card(
            String key,
            String project,
            String title,
            State state,
            String doing,
            Instant since,
            @Nullable String who,
            @Nullable String again,
            @Nullable String attempt) {}
}
