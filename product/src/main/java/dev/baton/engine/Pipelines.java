package dev.baton.engine;

import dev.baton.model.Pipeline;

/** Pinned pipelines by digest. */
@FunctionalInterface
public interface Pipelines {
    Pipeline of(String digest);
}
