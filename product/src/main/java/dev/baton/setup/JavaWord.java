package dev.baton.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How commands of the demo call java: by its plain name where that is the JDK which runs Baton,
 * else by its path, since another java on PATH may be too old for the sample.
 */
record JavaWord(String word, boolean onPath) {
    static JavaWord of(Surroundings around) {
        Path ours = around.javaHome().resolve("bin/java");
        boolean onPath = around.path().stream()
                .map(folder -> folder.resolve("java"))
                .filter(Files::isExecutable)
                .findFirst()
                .filter(first -> same(first, ours))
                .isPresent();
        return onPath ? new JavaWord("java", true) : new JavaWord(ours.toString(), false);
    }

    /** As one word of a shell. */
    String quoted() {
        return quoted(word);
    }

    /** Any text as one word of a shell. */
    static String quoted(String word) {
        return word.matches("[\\w./+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static boolean same(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }
}
