package dev.baton.setup;

import dev.baton.config.ServerSettings;
import dev.baton.config.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The tie of a data folder to a host, and its place. Answered by {@code main}, which starts servers
 * on them.
 */
public interface DataFolders {
    /** Throws UncheckedIOException where it cannot be seen. */
    Standing look(ServerSettings server);

    /** Makes a foreign folder that of this host; no server may be on it. */
    Outcome takeOver(Settings settings, Foreign from);

    /** Moves it to where it lies by default; no server may be on it. */
    Move move(Settings settings);

    /** What became of a move. */
    sealed interface Move {}

    /** The message is for a person. */
    record NotMoved(String why) implements Move {}

    /** It was there already. */
    record Stays(Path at) implements Move {}

    record Moved(Path from, Path to, Line line) implements Move {}

    /**
     * The line of the settings that named it.
     *
     * @param before null = there was none
     * @param after null = there is none, or a person has to change it
     */
    record Line(@Nullable String before, @Nullable String after) {}

    /** Whose it is. */
    sealed interface Standing {}

    /** No server was there yet. */
    record Nobodys() implements Standing {}

    record Ours(String host) implements Standing {}

    record Foreign(String theirs, String ours) implements Standing {}

    /** What became of a take-over. */
    sealed interface Outcome {}

    /** It still belongs to whom it did; the message is for a person. */
    record NotTaken(String why) implements Outcome {}

    /**
     * What a take-over came to.
     *
     * @param tasks that were not over
     * @param runs taken for lost, or a deploy for in doubt
     * @param open intents that are asked for at the repository
     */
    record Taken(int tasks, int runs, int open) implements Outcome {}
}
