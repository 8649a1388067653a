package dev.baton.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Named secrets, read at start from where the settings say they are.
 *
 * @param values by name
 * @param files those that hold some of them; absolute
 */
public record SecretsSettings(Map<String, Secret> values, List<Path> files) {
    public SecretsSettings {
        values = Map.copyOf(values);
        files = List.copyOf(files);
    }

    public Optional<Secret> find(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
