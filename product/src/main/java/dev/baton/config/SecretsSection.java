package dev.baton.config;

import dev.baton.yaml.Fields;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code secrets}. No message repeats a value: it may be the secret itself. */
final class SecretsSection {
    private static final String ENV = "env:";
    private static final String FILE = "file:";
    private static final String COMMAND = "command:";

    private final Path folder;
    private final Map<String, String> environment;

    SecretsSection(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    SecretsSettings read(Fields root) {
        Fields fields = root.fields("secrets");
        Map<String, Secret> values = new LinkedHashMap<>();
        List<Path> files = new ArrayList<>();
        root.pairs("secrets").forEach((name, reference) -> {
            String value = value(fields, name, reference);
            if (!value.isEmpty()) {
                values.put(name, new Secret(value));
            }
            if (reference.startsWith(FILE)) {
                files.add(file(reference));
            }
        });
        return new SecretsSettings(values, files);
    }

    private String value(Fields fields, String name, String reference) {
        if (reference.startsWith(ENV)) {
            return fromEnvironment(fields, name, reference.substring(ENV.length()));
        }
        if (reference.startsWith(FILE)) {
            return fromFile(fields, name, file(reference));
        }
        fields.problem(
                name,
                reference.startsWith(COMMAND)
                        ? "command: is not available in this version. Next: use env: or file:"
                        : "expected env:NAME, file:PATH or command:CMD, found another text");
        return "";
    }

    private Path file(String reference) {
        return folder.resolve(reference.substring(FILE.length())).normalize();
    }

    private String fromEnvironment(Fields fields, String name, String variable) {
        String value = environment.getOrDefault(variable, "");
        if (value.isBlank()) {
            fields.problem(
                    name,
                    "expected a value in the environment variable " + variable + ", found none");
        }
        return value.strip();
    }

    private static String fromFile(Fields fields, String name, Path file) {
        try {
            String value = Files.readString(file).strip();
            if (value.isEmpty()) {
                fields.problem(name, "expected a value in " + file + ", found an empty file");
            }
            return value;
        } catch (IOException e) {
            fields.problem(
                    name,
                    "expected to read " + file + ", found "
                            + (Files.exists(file) ? "it unreadable" : "no such file"));
            return "";
        }
    }
}
