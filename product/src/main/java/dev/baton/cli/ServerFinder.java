package dev.baton.cli;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the server as the server finds itself: by baton.yaml. */
@FunctionalInterface
public interface ServerFinder {
    /**
     * @param config the file given by {@code --config}; null = the usual places
     */
    Answer find(@Nullable Path config);

    /** What was found. */
    sealed interface Answer {}

    /**
     * The settings say where.
     *
     * @param tokenFile need not exist yet
     * @param vouched settings and data folder belong together, and nobody but the operator can have
     *     made either of them
     */
    record Found(URI url, Path tokenFile, boolean vouched) implements Answer {}

    /** No settings, or none that can be read. */
    record Problem(String message, String next) implements Answer {}
}
