package dev.baton.runs.process;

import dev.baton.model.ProcessIdentity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of one unit. Absence is an answer; every other trouble is UncheckedIOException. */
record UnitFolder(Path path) {
    private static final String TOMBSTONE = "poisoned";
    /** Words that shut a command line in, as a line of shell; there only if the unit is shut in. */
    static final String ENCLOSURE = "enclosure";

    /** The same for prologue and epilogue. */
    static final String ENCLOSURE_OF_SCRIPTS = "enclosure-of-scripts";

    /** The control group that the supervisor goes into; empty if there is none. */
    static final String GROUP = "group";

    private static final List<String> STEPS = List.of("prologue", "command", "epilogue");
    private static final Pattern FIRST = Pattern.compile("\"child-pid\": (\\d{1,18})");
    private static final Pattern NAMESPACE = Pattern.compile("\"pid-namespace\": (\\d{1,18})");
    private static final Pattern IDENTITY = Pattern.compile("(\\d{1,18}) (\\d{1,18}) (\\S+)\n");
    private static final Pattern EXIT = Pattern.compile("(\\d{1,3})\n");

    /** Who claimed it. */
    enum Claim {
        NONE,
        SUPERVISOR,
        TOMBSTONE
    }

    void create() {
        try {
            Files.createDirectories(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Claim claim() {
        return read("claim")
                .map(text -> text.equals(TOMBSTONE) ? Claim.TOMBSTONE : Claim.SUPERVISOR)
                .orElse(Claim.NONE);
    }

    /**
     * A hard link is as exclusive as O_EXCL, and the file is whole from its first moment: nobody
     * can take half a tombstone for the claim of a supervisor.
     *
     * @return false if somebody claimed before
     */
    boolean bury() {
        create();
        try {
            Path tombstone = Files.createTempFile(path, "tombstone", null);
            try {
                Files.writeString(tombstone, TOMBSTONE);
                sync(tombstone);
                Files.createLink(path.resolve("claim"), tombstone);
            } finally {
                Files.delete(tombstone);
            }
            sync(path);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Written by the supervisor, a moment after its claim. */
    Optional<ProcessIdentity> identity() {
        return read("identity")
                .map(IDENTITY::matcher)
                .filter(Matcher::matches)
                .map(found -> new ProcessIdentity(
                        Long.parseLong(found.group(1)),
                        Long.parseLong(found.group(2)),
                        found.group(3)));
    }

    /** A damaged exit file tells no exit code: as if there were none. */
    OptionalInt exit() {
        Optional<Matcher> found = read("exit").map(EXIT::matcher).filter(Matcher::matches);
        return found.isPresent()
                ? OptionalInt.of(Integer.parseInt(found.get().group(1)))
                : OptionalInt.empty();
    }

    /** Where the kernel holds it to its limits; empty if nowhere, or not any more. */
    Optional<UnitGroup> group() {
        return read(GROUP)
                .flatMap(name -> UnitGroups.named(name, path.getFileName().toString()));
    }

    boolean enclosed() {
        return Files.exists(file(ENCLOSURE));
    }

    /** What was noted of each step that began to be shut in; empty where nothing stands there. */
    List<Optional<Inside>> insides() {
        return STEPS.stream()
                .flatMap(step -> read("inside-" + step).stream())
                .map(UnitFolder::inside)
                .toList();
    }

    /** The namespace comes last, so a note that was cut off is none. */
    private static Optional<Inside> inside(String note) {
        Matcher first = FIRST.matcher(note);
        Matcher namespace = NAMESPACE.matcher(note);
        return first.find() && namespace.find() && note.contains("}")
                ? Optional.of(new Inside(Long.parseLong(first.group(1)), namespace.group(1)))
                : Optional.empty();
    }

    /**
     * A pid namespace.
     *
     * @param first its first process, as seen from outside
     */
    record Inside(long first, String namespace) {}

    /** The OS boot it was launched in. */
    Optional<String> boot() {
        return read("boot");
    }

    /** From now on the supervisor writes no exit file. */
    void stop() {
        write("stop", "");
    }

    Path log() {
        return path.resolve("log");
    }

    long logBytes() {
        try {
            return Files.size(log());
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether output is thrown away by now. */
    boolean capped() {
        return Files.exists(path.resolve("capped"));
    }

    Path file(String name) {
        return path.resolve(name);
    }

    Path errors() {
        return path.resolve("errors");
    }

    Path script() {
        return path.resolve("supervise.sh");
    }

    /** Whole or not at all: a supervisor may be reading the old one. */
    void write(String name, String text) {
        try {
            Path draft = Files.createTempFile(path, name, null);
            Files.writeString(draft, text);
            Files.move(draft, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> read(String name) {
        try {
            byte[] bytes = Files.readAllBytes(path.resolve(name));
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
