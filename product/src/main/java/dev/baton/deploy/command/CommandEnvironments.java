package dev.baton.deploy.command;

import dev.baton.deploy.Environment;
import dev.baton.deploy.EnvironmentSettings;
import dev.baton.deploy.Environments;
import dev.baton.deploy.Lineage;
import dev.baton.http.HttpCalls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Makes environments of settings. */
public final class CommandEnvironments implements Environments, AutoCloseable {
    /** One question, whatever it asks. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int ANSWER_BYTES_MAX = 64 * 1024;

    private final Map<String, Map<String, EnvironmentSettings>> settings;
    private final HttpCalls calls = new HttpCalls(PATIENCE, ANSWER_BYTES_MAX);
    private final Questions questions;
    private final UnaryOperator<String> redact;
    private final Lineage lineage;

    /**
     * @param settings by project and name
     * @param folder where questions run: that of baton.yaml
     * @param variables what their processes get, beside what they are asked about
     * @param redact takes secrets out of answers
     * @param lineage says whether what an environment answers contains what was deployed
     */
    public CommandEnvironments(
            Map<String, Map<String, EnvironmentSettings>> settings,
            Path folder,
            Map<String, String> variables,
            UnaryOperator<String> redact,
            Lineage lineage) {
        this.settings = Map.copyOf(settings);
        this.questions = new Questions(folder, variables, PATIENCE, ANSWER_BYTES_MAX);
        this.redact = redact;
        this.lineage = lineage;
    }

    @Override
    public Map<String, Environment> of(String project) {
        return settings.getOrDefault(project, Map.of()).entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        named -> new CommandEnvironment(
                                named.getValue(), calls, questions, redact, lineage)));
    }

    @Override
    public void close() {
        calls.close();
    }
}
