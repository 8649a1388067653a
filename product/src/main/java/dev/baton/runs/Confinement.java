package dev.baton.runs;

import java.nio.file.Path;
import java.util.List;

/**
 * How far a unit is to be shut in, where that is possible.
 *
 * @param shut false = it may touch whatever its user may
 * @param writable files and folders it may write beside its own folder; absolute
 * @param readable files and folders it needs although they lie where it sees nothing; absolute
 */
public record Confinement(boolean shut, List<Path> writable, List<Path> readable) {
    /** For what has to reach the machine, such as a deploy command. */
    public static final Confinement NONE = new Confinement(false, List.of(), List.of());

    public Confinement {
        writable = List.copyOf(writable);
        readable = List.copyOf(readable);
    }
}
