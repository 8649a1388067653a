package dev.baton.setup;

import dev.baton.config.ServerSettings;
import dev.baton.config.Settings;

/** The tie of a data folder to a host. Answered by {@code main}, which starts servers on them. */
public interface DataFolders {
    /** Throws UncheckedIOException where it cannot be seen. */
    Standing look(ServerSettings server);

    /** Makes a foreign folder that of this host; no server may be on it. */
    Outcome takeOver(Settings settings, Foreign from);

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
