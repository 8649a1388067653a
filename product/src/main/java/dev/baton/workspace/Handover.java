package dev.baton.workspace;

import java.nio.file.Path;

/**
 * What lies beside a run: its prologue shows it in the clone, because the server writes nothing
 * there.
 *
 * @param prompt the rendered prompt; readable inside the run
 * @param out where the run writes its results: {@code BATON_OUT}
 */
public record Handover(Path prompt, Path out) {}
