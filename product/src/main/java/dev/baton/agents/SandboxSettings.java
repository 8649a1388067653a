package dev.baton.agents;

import dev.baton.yaml.Fields;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How runs are kept apart from the machine.
 *
 * @param writable files and folders that a run may write beside its own; absolute. A folder that is
 *     missing is made
 */
public record SandboxSettings(Mode mode, List<Path> writable) {
    public static final SandboxSettings AUTO = new SandboxSettings(Mode.AUTO, List.of());

    private static final List<String> WORDS = List.of("auto", "bubblewrap", "none");

    /** What a run is shut in with. */
    public enum Mode {
        /** Bubblewrap where it works, else nothing. */
        AUTO,
        /** Without it the server does not start. */
        BUBBLEWRAP,
        /** Nothing but another folder: the run is the server's user. */
        NONE
    }

    public SandboxSettings {
        writable = List.copyOf(writable);
    }

    /** Whether runs are to be shut in where that is possible. */
    public boolean wanted() {
        return mode != Mode.NONE;
    }

    /**
     * Reads {@code sandbox} and {@code sandbox-write}.
     *
     * @param place makes a path absolute
     */
    public static SandboxSettings read(Fields fields, UnaryOperator<String> place) {
        String word = fields.word("sandbox", "sandbox", WORDS);
        Mode mode = word == null ? Mode.AUTO : mode(word);
        List<String> written = fields.texts("sandbox-write");
        List<Path> writable = written == null
                ? List.of()
                : written.stream().map(place).map(Path::of).toList();
        if (writable.stream().anyMatch(path -> path.getParent() == null)) {
            fields.problem("sandbox-write", "expected folders and files, found the whole machine");
        }
        return new SandboxSettings(mode, writable);
    }

    private static Mode mode(String word) {
        return switch (word) {
            case "bubblewrap" -> Mode.BUBBLEWRAP;
            case "none" -> Mode.NONE;
            default -> Mode.AUTO;
        };
    }
}
