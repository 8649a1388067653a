package dev.baton.config;

import java.util.Map;
import java.util.Optional;

/**
 * Named secrets, read at start from where the settings say they are.
 *
 * @param values by name
 */
public record SecretsSettings(Map<String, Secret> values) {
    public SecretsSettings {
        values = Map.copyOf(values);
    }

    public Optional<Secret> find(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
