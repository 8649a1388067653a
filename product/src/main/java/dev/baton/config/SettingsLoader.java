package dev.baton.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds baton.yaml and reads it. */
public final class SettingsLoader {
    private static final String NAME = "baton.yaml";

    private final Map<String, String> environment;
    private final Path workingFolder;

    /**
     * @param environment where {@code env:} secrets and {@code XDG_CONFIG_HOME} come from
     * @param workingFolder absolute; where {@code ./baton.yaml} is looked for
     */
    public SettingsLoader(Map<String, String> environment, Path workingFolder) {
        this.environment = Map.copyOf(environment);
        this.workingFolder = workingFolder;
    }

    /** The environment of this process: nobody else reads it. */
    public static Map<String, String> processEnvironment() {
        return System.getenv();
    }

    /**
     * @param config the value of {@code --config}; null = look in the usual places
     */
    public LoadedSettings load(@Nullable String config) {
        List<Path> places = places(config);
        return places.stream()
                .filter(Files::exists)
                .findFirst()
                .map(this::read)
                .orElseGet(() -> new LoadedSettings.NotFound("settings: expected a file at "
                        + places.stream().map(Path::toString).collect(Collectors.joining(" or "))
                        + ", found none. Next: baton init"));
    }

    private List<Path> places(@Nullable String config) {
        if (config != null) {
            return List.of(workingFolder.resolve(config).normalize());
        }
        String xdg = environment.get("XDG_CONFIG_HOME");
        String home = environment.get("HOME");
        Path user = xdg != null && !xdg.isBlank()
                ? Path.of(xdg)
                : home == null ? null : Path.of(home, ".config");
        return Stream.of(
                        workingFolder.resolve(NAME),
                        user == null ? null : user.resolve("baton").resolve(NAME))
                .filter(Objects::nonNull)
                .toList();
    }

    private LoadedSettings read(Path file) {
        String name = file.startsWith(workingFolder)
                ? workingFolder.relativize(file).toString()
                : file.toString();
        try {
            return new SettingsReader(file, name, Files.readString(file), environment).read();
        } catch (IOException e) {
            return new LoadedSettings.NotFound("settings: expected to read " + file + ", found " + e
                    + ". Next: check that it is a text file and its mode");
        }
    }
}
