package dev.baton.setup;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Surroundings for tests, with everything defaulted and what was printed kept. */
final class Here {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private final Path folder;
    private List<String> self = List.of("java", "-Dbaton.launcher=/opt/baton/baton");
    private @Nullable String answers;

    Here(Path folder) {
        this.folder = folder;
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", folder.toString());
    }

    Here with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Here runsBatonBy(String... words) {
        self = List.of(words);
        return this;
    }

    Here answers(String typed) {
        answers = typed;
        return this;
    }

    Surroundings surroundings() {
        return new Surroundings(
                folder,
                System.getProperty("user.name"),
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                answers == null ? null : new BufferedReader(new StringReader(answers)),
                self,
                Path.of(System.getProperty("java.home")),
                ZoneOffset.UTC,
                InstantSource.fixed(Instant.parse("2026-11-23T21:30:00Z")),
                System::nanoTime);
    }

    String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
