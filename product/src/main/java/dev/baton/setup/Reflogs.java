package dev.baton.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a bare repository wrote down about every move of its refs. */
final class Reflogs {
    private final Path repository;

    Reflogs(Path repository) {
        this.repository = repository;
    }

    /** One move of a ref. A new ref comes from zeros. */
    record Move(String ref, String from, String to) {
        boolean creates() {
            return from.chars().allMatch(c -> c == '0');
        }
    }

    Path file(String ref) {
        return repository.resolve("logs").resolve(ref);
    }

    /** The moves of every ref below the prefix, oldest first per ref. */
    List<Move> below(String prefix) {
        Path folder = file(prefix);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .flatMap(file -> of(prefix + "/" + folder.relativize(file)).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the reflogs of " + repository, e);
        }
    }

    List<Move> of(String ref) {
        return Folders.text(file(ref))
                .lines()
                .map(line -> line.split(" ", 3))
                .map(words -> new Move(ref, words[0], words[1]))
                .toList();
    }
}
