package dev.baton.workspace;

import dev.baton.model.Sha;

import java.nio.file.Path;

/**
 * A clone that a run may start in.
 *
 * @param folder the clone: working directory of the run
 * @param baseSha where the task's work started
 * @param head where the task's branch has to be when the run starts
 * @param fresh made just now, so nobody has been there
 */
public record Prepared(Path folder, Sha baseSha, Sha head, boolean fresh) {}
