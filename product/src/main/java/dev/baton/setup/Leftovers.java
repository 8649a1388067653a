package dev.baton.setup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Processes of runs that belong to one demo: tagged {@code BATON_RUN} and speaking of its folder in
 * their environment or command line. Another demo has runs of the same names, so the tag alone says
 * too little.
 */
final class Leftovers {
    private static final String TAG = "BATON_RUN=";
    private static final int LOOKS_MAX = 250;
    private static final int LOOKS_EMPTY = 3;

    private final Path proc;
    private final Path folder;

    Leftovers(Path proc, Path folder) {
        this.proc = proc;
        this.folder = folder;
    }

    /** Those alive now. */
    List<ProcessHandle> alive() {
        try (Stream<Path> entries = Files.list(proc)) {
            return entries.filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
                    .filter(this::ours)
                    .map(entry ->
                            ProcessHandle.of(Long.parseLong(entry.getFileName().toString())))
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The runs that they belong to. */
    Set<String> units() {
        Set<String> units = new HashSet<>();
        for (ProcessHandle process : alive()) {
            String environment =
                    read(proc.resolve(Long.toString(process.pid())).resolve("environ"));
            for (String variable : environment.split("\0", -1)) {
                if (variable.startsWith(TAG)) {
                    units.add(variable.substring(TAG.length()));
                }
            }
        }
        return units;
    }

    /**
     * Kills them and whatever they start meanwhile; answers how many there were. A process shows no
     * environment for an instant while it becomes another program, so one empty look is not enough.
     */
    int kill(Interruption pause) {
        int killed = 0;
        int empty = 0;
        for (int look = 0; look < LOOKS_MAX && empty < LOOKS_EMPTY; look++) {
            List<ProcessHandle> found = alive();
            empty = found.isEmpty() ? empty + 1 : 0;
            killed +=
                    (int) found.stream().filter(ProcessHandle::destroyForcibly).count();
            pause.rest();
        }
        return killed;
    }

    /** A process that is gone or another user's has nothing to read, and is not ours. */
    private boolean ours(Path entry) {
        String environment = read(entry.resolve("environ"));
        boolean tagged = environment.startsWith(TAG) || environment.contains("\0" + TAG);
        return tagged
                && (environment + read(entry.resolve("cmdline"))).contains(folder.toString() + "/");
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
