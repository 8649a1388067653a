package dev.baton.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which packages of Baton can reach which, read from the compiled classes. Whole packages, because
 * classes of one package have to be of one class loader to see each other.
 */
final class PackageUses {
    /** As names of types stand in class files; a text that looks like one only says too much. */
    private static final Pattern NAMED = Pattern.compile("dev/baton/(?:[a-z0-9]+/)*");

    private final Map<String, Set<String>> usersOf = new HashMap<>();

    /** @param locations jars or folders of classes */
    PackageUses(Collection<Path> locations) {
        try {
            for (Path location : locations) {
                if (Files.isDirectory(location)) {
                    read(location);
                } else {
                    try (FileSystem jar = FileSystems.newFileSystem(location)) {
                        read(jar.getPath("/"));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(".class")) {
                    String own = root.relativize(file.getParent()) + "/";
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    Matcher named = NAMED.matcher(text);
                    while (named.find()) {
                        usersOf.computeIfAbsent(named.group(), _ -> new HashSet<>())
                                .add(own);
                    }
                }
            }
        }
    }

    /** These packages and all that can reach one of them, each as in {@code dev/baton/engine/}. */
    Set<String> reaching(Collection<String> packages) {
        Set<String> reaching = new HashSet<>(packages);
        Deque<String> open = new ArrayDeque<>(packages);
        while (!open.isEmpty()) {
            for (String user : usersOf.getOrDefault(open.pop(), Set.of())) {
                if (reaching.add(user)) {
                    open.push(user);
                }
            }
        }
        return reaching;
    }
}
