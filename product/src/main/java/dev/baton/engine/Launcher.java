package dev.baton.engine;

import dev.baton.model.Run;

/** Ends runs. Starting one is an effect, see {@link EffectPerformer}. */
public interface Launcher {
    /**
     * Kills the run's group and everything tagged with its unit, and waits within a bound until all
     * of it is proven dead. A run that never claimed is poisoned, so that it can never start.
     */
    Stopped stop(Run run);

    /** What became of it. */
    sealed interface Stopped {}

    /** Nothing of it lives, and it left no exit code. */
    record Dead() implements Stopped {}

    /** Nothing of it lives; it had ended by itself before. */
    record Ended(int exitCode) implements Stopped {}

    /** Something of it may still live; ask again. */
    record Alive(String why) implements Stopped {}
}
