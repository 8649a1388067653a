package dev.baton.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A settings file as it was written by hand: changed in one value, and nowhere else. */
public final class WrittenSettings {
    private static final Pattern DATA =
            Pattern.compile("(?m)^([^#\n]*\\bdata:[ \t]+)([^,}#\n]*[^,}#\\s])(.*)$");

    private final Path file;
    private final Map<String, String> environment;

    public WrittenSettings(Path file, Map<String, String> environment) {
        this.file = DataFolder.real(file);
        this.environment = environment;
    }

    /**
     * A line that was changed, or that has to be changed by hand.
     *
     * @param after null = it is for a person to change
     */
    public record Change(String before, @Nullable String after) {}

    /** Says where the data folder is, if the file says anything about it. */
    public Optional<Change> nameData(Path data) throws IOException {
        String text = Files.readString(file);
        Matcher line = DATA.matcher(text);
        if (names(text, data) || !line.find()) {
            return Optional.empty();
        }
        String after = line.group(1) + data + line.group(3);
        String changed = text.substring(0, line.start()) + after + text.substring(line.end());
        if (line.find() || !names(changed, data)) {
            return Optional.of(new Change("server.data", null));
        }
        Matcher first = DATA.matcher(text);
        String before = first.find() ? first.group() : "";
        write(changed);
        return Optional.of(new Change(before.strip(), after.strip()));
    }

    private boolean names(String text, Path data) {
        return new SettingsReader(file, file.toString(), text, environment).read()
                        instanceof LoadedSettings.Valid(Settings settings)
                && settings.server().data().equals(data);
    }

    private void write(String text) throws IOException {
        Path draft = Files.createTempFile(file.resolveSibling(""), ".baton", ".yaml");
        try {
            Files.writeString(draft, text);
            Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(file));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
