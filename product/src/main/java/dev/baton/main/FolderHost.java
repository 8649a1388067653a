package dev.baton.main;

import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which host a data folder belongs to: a small file in it. It names the machine, and the inodes of
 * the folder and of the file itself, which no copy has; a folder that is renamed keeps them.
 *
 * <p>Not seen: a copy of the whole disk below the file system (a snapshot, a cloned virtual
 * machine) that kept its machine id. The device is not compared, because its number may be another
 * after a reboot.
 */
final class FolderHost {
    private static final String FILE = "host";
    private static final Pattern FORM = Pattern.compile("(\\S+) ([0-9a-f]{16}/\\d+\\.\\d+)\n");

    private final Path data;
    private final Host host;

    private FolderHost(Path data, Host host) {
        this.data = data;
        this.host = host;
    }

    static FolderHost of(Path data, Host host) {
        return new FolderHost(data, host);
    }

    /** What the file says, compared with where it lies. */
    sealed interface Standing {}

    /** No server was here yet, or only one that did not write the file. */
    record Nobodys() implements Standing {}

    record Ours(String id) implements Standing {}

    /**
     * A copy.
     *
     * @param theirs name and id of the host it was made on
     * @param ours what they would be here
     */
    record Foreign(String theirs, String ours) implements Standing {}

    Standing look() {
        Path file = data.resolve(FILE);
        String text;
        String id;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
            id = id(file);
        } catch (NoSuchFileException e) {
            return new Nobodys();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
        Matcher said = FORM.matcher(text);
        boolean ours = said.matches() && said.group(2).equals(id);
        String theirs = said.matches() ? said.group(1) + " " + said.group(2) : "an unreadable one";
        return ours
                ? new Ours(host.name() + " " + id)
                : new Foreign(theirs, host.name() + " " + id);
    }

    private Standing lookNow() {
        try {
            return look();
        } catch (UncheckedIOException e) {
            throw new PermanentFailure(
                    FailureCode.DISK,
                    "data folder " + data + ": expected to read which host it belongs to, found "
                            + e.getCause() + ". Next: ls -l " + data.resolve(FILE),
                    e);
        }
    }

    /** Throws for a copy; makes a folder that belongs to nobody this host's. */
    void demand() {
        switch (lookNow()) {
            case Ours _ -> {}
            case Nobodys _ -> claim();
            case Foreign(String theirs, String ours) ->
                throw new PermanentFailure(
                        FailureCode.SETTINGS,
                        "data folder " + data + ": expected one of host " + ours
                                + ", found a copy of one of host " + theirs
                                + ", where its server and agents may be alive. Next: stop those for"
                                + " good, then ./baton doctor --take-over");
        }
    }

    /** From now on it belongs to this host. Whole or not at all, and kept by a power cut. */
    void claim() {
        try {
            Path draft = Files.createTempFile(
                    data,
                    FILE,
                    null,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(
                        draft, host.name().replaceAll("\\s", "-") + " " + id(draft) + "\n");
                sync(draft);
                Files.move(draft, data.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
            sync(data);
        } catch (IOException e) {
            throw new PermanentFailure(
                    FailureCode.DISK,
                    "data folder " + data + ": expected to write the file '" + FILE
                            + "' there, found " + e + ". Next: df -h " + data,
                    e);
        }
    }

    private String id(Path file) throws IOException {
        return host.id() + "/" + inode(data) + "." + inode(file);
    }

    private static Object inode(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino");
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
