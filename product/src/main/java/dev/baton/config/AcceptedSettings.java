package dev.baton.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * What a data folder knows of its settings: which file they are in, and the text that a server was
 * started with last. A settings file can be written by whoever commits to the checkout it lies in;
 * the data folder cannot.
 */
public final class AcceptedSettings {
    private static final String OWNER = "settings-file";
    private static final String TEXT = "settings-accepted.yaml";

    private final Path data;

    private AcceptedSettings(Path data) {
        this.data = data;
    }

    /** Of a data folder, whether it is there or not. */
    public static AcceptedSettings in(Path data) {
        return new AcceptedSettings(data);
    }

    /** Whether these settings are the ones it belongs to. */
    public sealed interface Standing {}

    /** No server that wrote it down was started here yet. */
    public record Nobodys() implements Standing {}

    public record Theirs() implements Standing {}

    /** It belongs to another file. */
    public record OfAnother(Path file) implements Standing {}

    /** Throws UncheckedIOException where it cannot be read. */
    public Standing standing(Path file) {
        Optional<Path> owner = owner();
        if (owner.isEmpty()) {
            return new Nobodys();
        }
        return owner.get().equals(DataFolder.real(file))
                ? new Theirs()
                : new OfAnother(owner.get());
    }

    /** The settings it belongs to, as a path without links. */
    public Optional<Path> owner() {
        return read(OWNER).map(String::strip).map(Path::of);
    }

    /** The text accepted last; empty before the first. */
    public Optional<String> text() {
        return read(TEXT);
    }

    /** Where that text lies. */
    public Path copy() {
        return data.resolve(TEXT);
    }

    /** Whether these say what was accepted. */
    public boolean accepted(Settings settings) {
        return text().filter(settings.text()::equals).isPresent();
    }

    /**
     * From now on the folder belongs to the file of these settings, and their text is accepted: the
     * one that was read and is obeyed, which the file may not say any more. Each half is written
     * whole or not at all.
     */
    public void accept(Settings settings) {
        accept(settings.file(), settings.text());
    }

    /** The same with another text, which the server itself wrote into the file. */
    public void accept(Path file, String text) {
        write(TEXT, text);
        write(OWNER, DataFolder.real(file) + "\n");
    }

    private Optional<String> read(String name) {
        Path file = data.resolve(name);
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    private void write(String name, String text) {
        Path draft = data.resolve(name + ".new");
        try {
            Files.deleteIfExists(draft);
            try (FileChannel out = FileChannel.open(
                    draft,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(draft, data.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + data.resolve(name), e);
        }
    }
}
