package dev.baton.runs.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is to be seen of the machine: only what is named here. For one path the last word counts;
 * among paths one inside the other, the inner. For one thread.
 */
final class View {
    private static final Path NOTHING = Path.of("/dev/null");
    private static final Path ROOT = Path.of("/");

    /** By the place where it is to be seen, which has no links in it but those named. */
    private final Map<Path, Mount> mounts = new HashMap<>();

    /** Links of the machine that are made anew, with what stands in them. */
    private final Map<Path, String> links = new TreeMap<>();

    private enum Kind {
        READ,
        WRITE,
        HIDE,
        EMPTY
    }

    /**
     * @param source what is seen there; of a {@code HIDE} the place itself
     * @param bytesMax of an {@code EMPTY}
     */
    private record Mount(Kind kind, Path source, long bytesMax) {}

    /** A private folder that is thrown away. */
    void empty(Path folder, long bytesMax) {
        mounts.put(folder, new Mount(Kind.EMPTY, folder, bytesMax));
    }

    /** Read-only, unless it is to be seen already. */
    void uncover(Path path) {
        if (Files.exists(path) && !sees(real(path))) {
            mounts.putIfAbsent(real(path), new Mount(Kind.READ, real(path), 0));
        }
        alias(path, Kind.READ);
    }

    void show(Path path) {
        if (Files.exists(path)) {
            mounts.put(real(path), new Mount(Kind.READ, real(path), 0));
            alias(path, Kind.READ);
        }
    }

    void open(Path path) {
        mounts.put(real(path), new Mount(Kind.WRITE, real(path), 0));
        alias(path, Kind.WRITE);
    }

    /** A folder to write to that lies elsewhere. */
    void openAt(Path place, Path source) {
        mounts.put(place, new Mount(Kind.WRITE, source, 0));
    }

    void link(Path place, String target) {
        links.put(place, target);
    }

    /** A path that leads over links which are not to be seen is made without them. */
    private void alias(Path path, Kind kind) {
        Path real = real(path);
        boolean reached = sees(path) || links.keySet().stream().anyMatch(path::startsWith);
        if (!path.equals(real) && Files.exists(path) && !reached) {
            mounts.putIfAbsent(path, new Mount(kind, real, 0));
        }
    }

    /** An empty folder, or an empty file, in which nothing is seen but what is named. */
    void hide(Path path) {
        mounts.put(real(path), new Mount(Kind.HIDE, real(path), 0));
    }

    /** Hides it if it lies in something that is to be seen. */
    void hideIfSeen(Path path) {
        if (sees(real(path))) {
            hide(path);
        }
    }

    /** Read-only although it lies in something writable. */
    void protect(Path path) {
        Path real = real(path);
        boolean writable = mounts.entrySet().stream()
                .anyMatch(mount ->
                        mount.getValue().kind() == Kind.WRITE && real.startsWith(mount.getKey()));
        if (writable) {
            mounts.put(real, new Mount(Kind.READ, real, 0));
        }
    }

    /** Whether the machine's own file or folder of that place is to be seen. */
    boolean sees(Path place) {
        return around(place).filter(this::isItself).isPresent();
    }

    private boolean isItself(Path at) {
        Mount mount = mounts.get(at);
        return mount != null
                && (mount.kind() == Kind.READ || mount.kind() == Kind.WRITE)
                && mount.source().equals(real(at));
    }

    /** The innermost place that it lies in, or is. */
    private Optional<Path> around(Path place) {
        return Stream.iterate(place, at -> at != null, Path::getParent)
                .filter(mounts::containsKey)
                .findFirst();
    }

    /**
     * Where something is to be seen inside of that place; the parts of the way are its own.
     *
     * @return what lies below the place, the outer before the inner
     */
    List<Path> inside(Path place) {
        return mounts.keySet().stream()
                .filter(path -> path.startsWith(place) && !path.equals(place))
                .sorted(Comparator.comparingInt(Path::getNameCount))
                .toList();
    }

    /** Whether its mount needs a place in that folder, or below it. */
    boolean needsPlaceIn(Path folder, Path inner) {
        Path parent = inner.getParent();
        return parent != null
                && around(parent)
                        .map(mounts::get)
                        .filter(mount -> mount.source().startsWith(folder))
                        .isPresent();
    }

    /** Whether it is a folder that is to be seen there. */
    boolean isFolder(Path place) {
        Mount mount = mounts.get(place);
        return mount == null || mount.kind() == Kind.EMPTY || Files.isDirectory(mount.source());
    }

    /**
     * Folders of a home between it and what is seen inside of it, each to be mounted onto itself:
     * then nothing inside can rename one, or put a link into its place, over which the next run
     * would have its mounts made somewhere else.
     */
    Set<Path> pins(Path home) {
        Set<Path> pins = new TreeSet<>();
        for (Path inner : inside(home)) {
            for (Path at = inner.getParent(); at != null && !at.equals(home); at = at.getParent()) {
                if (!mounts.containsKey(at) && around(at).filter(home::equals).isPresent()) {
                    pins.add(at);
                }
            }
        }
        return pins;
    }

    /** The outer before the inner: each covers what was there. */
    List<String> words() {
        List<Map.Entry<Path, Mount>> order = mounts.entrySet().stream()
                .sorted(Comparator.<Map.Entry<Path, Mount>>comparingInt(
                                mount -> mount.getKey().getNameCount())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        List<String> words = new ArrayList<>();
        List<String> closing = new ArrayList<>();
        links.forEach(
                (place, target) -> words.addAll(List.of("--symlink", target, place.toString())));
        order.forEach(mount -> {
            String place = mount.getKey().toString();
            String source = mount.getValue().source().toString();
            switch (mount.getValue().kind()) {
                case READ -> words.addAll(List.of("--ro-bind", source, place));
                case WRITE -> words.addAll(List.of("--bind", source, place));
                case EMPTY -> {
                    if (mount.getValue().bytesMax() > 0) {
                        words.addAll(
                                List.of("--size", Long.toString(mount.getValue().bytesMax())));
                    }
                    words.addAll(List.of("--perms", "1777", "--tmpfs", place));
                }
                case HIDE -> {
                    if (Files.isDirectory(mount.getKey())) {
                        words.addAll(List.of("--tmpfs", place));
                        closing.addAll(List.of("--remount-ro", place));
                    } else {
                        words.addAll(List.of("--ro-bind", NOTHING.toString(), place));
                    }
                }
            }
        });
        words.addAll(closing);
        words.addAll(List.of("--remount-ro", ROOT.toString()));
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
