package dev.baton.agents;

import dev.baton.model.RunLimits;
import dev.baton.yaml.Fields;

import java.nio.file.Path;
import java.util.List;

/**
 * How runs are kept apart from the machine.
 *
 * @param writable files and folders that a run may write beside its own; absolute. A folder that is
 *     missing is made
 * @param readable files and folders that a run sees beside the system; absolute
 * @param limits the most it may take of the machine
 */
public record SandboxSettings(
        Mode mode, List<Path> writable, List<Path> readable, RunLimits limits) {
    public static final SandboxSettings AUTO =
            new SandboxSettings(Mode.AUTO, List.of(), List.of(), RunLimits.NONE);
    public static final SandboxSettings NONE =
            new SandboxSettings(Mode.NONE, List.of(), List.of(), RunLimits.NONE);

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
        readable = List.copyOf(readable);
    }

    /** Whether runs are to be shut in where that is possible. */
    public boolean wanted() {
        return mode != Mode.NONE;
    }

    /** What a run may take, for people. */
    public String limitsInWords() {
        return LimitSettings.words(limits);
    }

    /** Reads {@code sandbox}, {@code sandbox-write}, {@code sandbox-read} and the limits. */
    public static SandboxSettings read(Fields fields, SandboxPathSettings places) {
        String word = fields.word("sandbox", "sandbox", WORDS);
        Mode mode = word == null ? Mode.AUTO : mode(word);
        return new SandboxSettings(
                mode,
                paths(fields, "sandbox-write", places),
                paths(fields, "sandbox-read", places),
                LimitSettings.read(fields, places.memoryBytes()));
    }

    private static List<Path> paths(Fields fields, String key, SandboxPathSettings places) {
        List<String> written = fields.texts(key);
        if (written == null) {
            return List.of();
        }
        List<Path> paths = written.stream().map(places.absolute()).map(Path::of).toList();
        paths.stream()
                .flatMap(path -> places.problem(path).stream())
                .forEach(why -> fields.problem(key, "expected folders and files, " + why));
        return paths;
    }

    /** The same where nothing can be done without. */
    public SandboxSettings insisted() {
        return mode == Mode.AUTO
                ? new SandboxSettings(Mode.BUBBLEWRAP, writable, readable, limits)
                : this;
    }

    private static Mode mode(String word) {
        return switch (word) {
            case "bubblewrap" -> Mode.BUBBLEWRAP;
            case "none" -> Mode.NONE;
            default -> Mode.AUTO;
        };
    }
}
