package dev.baton.deploy.command;

import dev.baton.deploy.Environment;
import dev.baton.deploy.EnvironmentSettings;
import dev.baton.deploy.Environments;
import dev.baton.http.HttpCalls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Makes environments of settings. */
public final class CommandEnvironments implements Environments, AutoCloseable {
    /** One question, whatever it asks. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int ANSWER_BYTES_MAX = 64 * 1024;

    private final Map<String, Map<String, EnvironmentSettings>> settings;
    private final HttpCalls calls = new HttpCalls(PATIENCE, ANSWER_BYTES_MAX);
    private final Questions questions;

    /**
     * @param settings by project and name
     * @param folder where questions run: that of baton.yaml
     * @param variables what their processes get, beside what they are asked about
     */
    public CommandEnvironments(
            Map<String, Map<String, EnvironmentSettings>> settings,
            Path folder,
            Map<String, String> variables) {
        this.settings = Map.copyOf(settings);
        this.questions = new Questions(folder, variables, PATIENCE, ANSWER_BYTES_MAX);
    }

    @Override
    public Optional<Environment> find(String project, String name) {
        return Optional.ofNullable(settings.getOrDefault(project, Map.of()).get(name))
                .map(found -> new CommandEnvironment(found, calls, questions));
    }

    @Override
    public void close() {
        calls.close();
    }
}
