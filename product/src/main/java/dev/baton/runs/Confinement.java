package dev.baton.runs;

import dev.baton.model.RunLimits;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a unit is to be shut in, where that is possible.
 *
 * @param shut false = it may touch whatever its user may
 * @param writable files and folders it may write beside its own folder; absolute
 * @param readable files and folders it needs although they lie where it sees nothing; absolute
 * @param home what it sees in the place of the home folder; null = an empty one, thrown away
 * @param limits hold whether it is shut in or not
 * @param expendable whether it may be ended at its limits; a deploy may not
 */
public record Confinement(
        boolean shut,
        List<Path> writable,
        List<Path> readable,
        @Nullable RunHome home,
        RunLimits limits,
        boolean expendable) {
    /** For what has to reach the machine, such as a deploy command. */
    public static final Confinement NONE =
            new Confinement(false, List.of(), List.of(), null, RunLimits.NONE, false);

    public Confinement {
        writable = List.copyOf(writable);
        readable = List.copyOf(readable);
    }

    /** Shut in, with nothing kept and no limits. */
    public static Confinement within(List<Path> writable, List<Path> readable) {
        return new Confinement(true, writable, readable, null, RunLimits.NONE, false);
    }

    /** The same with another home; null = an empty one. */
    public Confinement at(@Nullable RunHome other) {
        return new Confinement(shut, writable, readable, other, limits, expendable);
    }
}
