package dev.baton.pipeline;

import dev.baton.yaml.Nearest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The pipelines that come with Baton. */
public final class Presets {
    private static final List<String> AVAILABLE = List.of("quick", "standard");
    private static final String TEST_PLACE = "TEST_COMMAND";

    /** The gate right before the deploy to production. */
    private static final String APPROVES_PRODUCTION =
            " +- approval +#.*\n(?= +- deploy: \\{environment: production})";

    private Presets() {}

    /** Why that name is no preset of this version, if it is none. */
    public static Optional<String> problem(String name) {
        if (AVAILABLE.contains(name)) {
            return Optional.empty();
        }
        return Optional.of(
                "unknown preset '" + name + "'; " + Nearest.hint(name, "preset", AVAILABLE));
    }

    /**
     * The text of a preset.
     *
     * @param testCommand becomes every command of it, whatever characters it has
     */
    public static String yaml(String name, String testCommand) {
        return yaml(name, testCommand, true);
    }

    /**
     * @param approvesProduction whether a person is asked before production
     */
    public static String yaml(String name, String testCommand, boolean approvesProduction) {
        problem(name).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        String text = resource(name + ".yaml");
        return (approvesProduction ? text : text.replaceFirst(APPROVES_PRODUCTION, ""))
                .replace(TEST_PLACE, quoted(testCommand));
    }

    /** A YAML double-quoted scalar on one line. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        quoted.append((char) c);
                    } else {
                        quoted.append("\\U%08x".formatted(c));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    private static String resource(String name) {
        try (InputStream in = Presets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("expected the resource " + name + ", found none");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
