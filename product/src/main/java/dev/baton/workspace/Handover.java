package dev.baton.workspace;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Files beside a run that its prologue takes into the clone, because the server writes nothing
 * there. Both must be readable inside the run.
 *
 * @param prompt the rendered prompt
 * @param baseBundle newer commits of the base, see {@link Clones#bundleBase}; null = none
 */
public record Handover(Path prompt, @Nullable Path baseBundle) {}
