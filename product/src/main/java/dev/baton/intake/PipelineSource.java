package dev.baton.intake;

/**
 * Gives the pipeline a new task of a project is pinned to: the preset's, or the one of the base
 * branch as it is now.
 */
@FunctionalInterface
public interface PipelineSource {
    /**
     * May fail with {@link dev.baton.model.TransientFailure} or {@link
     * dev.baton.model.PermanentFailure}: then no task is filed.
     */
    Text of(String project);

    /**
     * @param file how the text is called in messages: {@code preset quick}, or file and commit
     */
    record Text(String file, String yaml) {}
}
