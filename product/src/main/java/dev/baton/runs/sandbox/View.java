package dev.baton.runs.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be seen of the machine, beyond the read-only whole and the private /tmp. For one path
 * the last word counts; among paths one inside the other, the inner. For one thread.
 */
final class View {
    private static final Path NOTHING = Path.of("/dev/null");
    private static final Path TMP = Path.of("/tmp");

    private final Map<Path, Kind> mounts = new HashMap<>();

    private enum Kind {
        READ,
        WRITE,
        HIDE,
        EMPTY
    }

    View() {
        mounts.put(TMP, Kind.EMPTY);
    }

    /** A private folder that is thrown away. */
    void empty(Path folder) {
        if (Files.isDirectory(folder)) {
            mounts.put(real(folder), Kind.EMPTY);
        }
    }

    /** Read-only, if it lies in one of the private folders; those themselves stay private. */
    void uncover(Path path) {
        Path real = real(path);
        boolean covered = mounts.entrySet().stream()
                .anyMatch(mount -> mount.getValue() == Kind.EMPTY
                        && real.startsWith(mount.getKey())
                        && !real.equals(mount.getKey()));
        if (covered && Files.exists(real)) {
            mounts.putIfAbsent(real, Kind.READ);
        }
    }

    void show(Path path) {
        if (Files.exists(path)) {
            mounts.put(real(path), Kind.READ);
        }
    }

    void open(Path path) {
        mounts.put(real(path), Kind.WRITE);
    }

    void hide(Path path) {
        mounts.put(real(path), Kind.HIDE);
    }

    /** Read-only although it lies in something writable. */
    void protect(Path path) {
        Path real = real(path);
        boolean writable = mounts.entrySet().stream()
                .anyMatch(
                        mount -> mount.getValue() == Kind.WRITE && real.startsWith(mount.getKey()));
        if (writable) {
            mounts.put(real, Kind.READ);
        }
    }

    /** The outer before the inner: each covers what was there. */
    List<String> words() {
        List<Map.Entry<Path, Kind>> order = mounts.entrySet().stream()
                .filter(mount -> !mount.getKey().equals(TMP))
                .sorted(Comparator.<Map.Entry<Path, Kind>>comparingInt(
                                mount -> mount.getKey().getNameCount())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        List<String> words = new ArrayList<>();
        List<String> closing = new ArrayList<>();
        order.forEach(mount -> {
            String path = mount.getKey().toString();
            switch (mount.getValue()) {
                case READ -> words.addAll(List.of("--ro-bind", path, path));
                case WRITE -> words.addAll(List.of("--bind", path, path));
                case EMPTY -> words.addAll(List.of("--perms", "1777", "--tmpfs", path));
                case HIDE -> {
                    if (Files.isDirectory(mount.getKey())) {
                        words.addAll(List.of("--tmpfs", path));
                        closing.addAll(List.of("--remount-ro", path));
                    } else {
                        words.addAll(List.of("--ro-bind", NOTHING.toString(), path));
                    }
                }
            }
        });
        words.addAll(closing);
        return words;
    }

    /** Where a path with links leads: a mount cannot be put onto a link. */
    static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }
}
