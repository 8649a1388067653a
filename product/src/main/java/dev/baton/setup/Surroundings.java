package dev.baton.setup;

import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a command was called, as {@code main} found it.
 *
 * @param folder the current folder, absolute
 * @param user who runs this, as files name their owner
 * @param answers what a person types; null when nobody sits there
 * @param self the words that run Baton again, as this process was run
 * @param javaHome of the JDK this process runs on
 * @param nanos monotonic time from an arbitrary origin
 */
public record Surroundings(
        Path folder,
        String user,
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        @Nullable BufferedReader answers,
        List<String> self,
        Path javaHome,
        ZoneId zone,
        InstantSource clock,
        LongSupplier nanos) {
    private static final String LAUNCHER = "-Dbaton.launcher=";

    public Surroundings {
        environment = Map.copyOf(environment);
        self = List.copyOf(self);
    }

    /** The folders in which programs are looked for, in order. */
    List<Path> path() {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(":"))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
    }

    /** What a person types here to run Baton again; the launcher tells Java where it is. */
    String baton() {
        return self.stream()
                .filter(word -> word.startsWith(LAUNCHER))
                .map(word -> typed(shown(Path.of(word.substring(LAUNCHER.length())))))
                .findFirst()
                .orElse("./baton");
    }

    /** As it has to be typed into a shell. */
    static String typed(String word) {
        return word.matches("[\\w@%+=:,./~-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** As people would write it from here: {@code ./x} below the current folder. */
    String shown(Path file) {
        Path absolute = folder.resolve(file).normalize();
        if (absolute.equals(folder)) {
            return ".";
        }
        return absolute.startsWith(folder)
                ? "./" + folder.relativize(absolute)
                : absolute.toString();
    }
}
