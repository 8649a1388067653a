package dev.baton.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Runs the server until it is told to stop. */
@FunctionalInterface
public interface Serving {
    /**
     * @param config the file given by {@code --config}; null = the usual places
     * @param accept the settings are what they should be, changed or not
     * @return the exit code
     */
    int up(@Nullable Path config, boolean accept);
}
