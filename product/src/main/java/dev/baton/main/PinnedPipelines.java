package dev.baton.main;

import dev.baton.engine.Pipelines;
import dev.baton.model.Pipeline;
import dev.baton.pipeline.PipelineParser;
import dev.baton.store.Store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads pinned pipelines once each; a digest never changes its meaning. */
final class PinnedPipelines implements Pipelines {
    private final Store store;
    private final Map<String, Pipeline> read = new ConcurrentHashMap<>();

    PinnedPipelines(Store store) {
        this.store = store;
    }

    @Override
    public Pipeline of(String digest) {
        return read.computeIfAbsent(digest, this::parse);
    }

    private Pipeline parse(String digest) {
        String yaml = store.read(reads -> reads.tasks().pipelineYaml(digest))
                .orElseThrow(() -> new IllegalStateException(
                        "pipeline " + digest + ": expected the text it was pinned with"));
        return PipelineParser.parse("pinned " + digest, yaml).orFail();
    }
}
