package dev.baton.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a path leads: through which links, and to what. */
final class Place {
    /** As many as the kernel follows. */
    private static final int LINKS_MAX = 40;

    private Place() {}

    /**
     * The end of a path and every link on the way, each as a path without links before its last
     * name: whoever replaces one of them replaces what lies at the end. What does not exist yet
     * counts as a folder.
     *
     * @param path absolute
     */
    static List<Path> of(Path path) {
        List<Path> places = new ArrayList<>();
        Deque<Path> ahead = new ArrayDeque<>();
        path.forEach(ahead::add);
        Path at = path.getRoot();
        while (!ahead.isEmpty()) {
            Path name = ahead.removeFirst();
            if (name.toString().equals("..")) {
                at = at.getParent() == null ? at : at.getParent();
                continue;
            }
            Path next = name.toString().equals(".") ? at : at.resolve(name);
            Path target = places.size() < LINKS_MAX ? target(next) : null;
            if (target == null) {
                at = next;
                continue;
            }
            places.add(next);
            at = target.isAbsolute() ? target.getRoot() : at;
            List<Path> names = new ArrayList<>();
            target.forEach(names::add);
            names.reversed().forEach(ahead::addFirst);
        }
        places.add(at);
        return places;
    }

    private static @Nullable Path target(Path path) {
        try {
            return Files.isSymbolicLink(path) ? Files.readSymbolicLink(path) : null;
        } catch (IOException unreadable) {
            return null;
        }
    }

    /** The same without links, or as it is where it does not exist. */
    static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException gone) {
            return path.toAbsolutePath().normalize();
        }
    }

    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
