package dev.baton.setup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A command as settings have it: a line for the shell, of which only the first word counts. */
record ShellLine(String line) {
    private String word() {
        return line.strip().split("[\\s;&|()<>]", 2)[0];
    }

    /** The file it begins with, relative to where it runs. */
    Optional<String> file() {
        return word().startsWith("./") ? Optional.of(word().substring(2)) : Optional.empty();
    }

    /** The program that it begins with, if it is not on the path; words of the shell are none. */
    Optional<String> unknown(List<Path> path) {
        String word = word();
        boolean known = file().isPresent()
                || !word.matches("[\\w.+-]+")
                || path.stream().anyMatch(folder -> Files.isExecutable(folder.resolve(word)));
        return known ? Optional.empty() : Optional.of(word);
    }

    /** The file it begins with, if it is not there. */
    Optional<String> missing(Predicate<String> there) {
        return file().filter(there.negate());
    }
}
