package dev.baton.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder with one folder per task or unit, named after it. Everything in it may have been written
 * by an agent: it is deleted without following a link.
 */
public record Shelf(Path root) {
    /** What lies there; empty before the first. What is being made has a name with a dot. */
    public List<String> names() {
        if (!Folders.isFolder(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Folders.failed("list", root, e);
        }
    }

    /** Fine if there is nothing. */
    public void remove(String name) {
        if (name.isEmpty() || name.startsWith(".") || name.contains("/")) {
            throw new IllegalArgumentException(
                    root + ": expected the name of one folder, found '" + name + "'");
        }
        Folders.delete(root.resolve(name));
    }
}
