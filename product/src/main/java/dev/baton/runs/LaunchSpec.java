package dev.baton.runs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a unit is to run.
 *
 * @param unit its name, also its folder's: letters, digits, dots, dashes, underscores
 * @param folder where prologue, command and epilogue run; must exist
 * @param argv the program and its arguments, passed as they are; no shell reads them
 * @param environment everything the program gets besides {@code BATON_RUN}; nothing is inherited.
 *     Left out is what a shell does not pass on: its own variables, such as {@code PWD}, and names
 *     that are none
 * @param stdin what it reads; null = nothing. Opened after the prologue, which may make it
 * @param prologue shell script run before the command, or empty. If it fails the command is not
 *     run, and the unit exits with {@link #NOT_RUN}
 * @param epilogue shell script run after the command however that ended, or empty; {@code $1} is
 *     the exit code so far. If it fails after a 0 the unit exits with {@link #NOT_RUN}
 * @param logBytesMax output beyond it is read and thrown away; rounded up to 512
 * @param confinement how far it is shut in
 * @param out a folder that the command alone may write, shown in {@code folder} at {@link
 *     #OUT_SHOWN}; when the command has ended the supervisor renames it to {@code NAME-closed},
 *     before the epilogue; null = none
 */
public record LaunchSpec(
        String unit,
        Path folder,
        List<String> argv,
        Map<String, String> environment,
        @Nullable Path stdin,
        String prologue,
        String epilogue,
        long logBytesMax,
        Confinement confinement,
        @Nullable Path out) {
    public static final long LOG_BYTES_MAX = 20L * 1024 * 1024;

    /** Exit code of a unit whose prologue, standard input or epilogue failed; see its log. */
    public static final int NOT_RUN = 125;

    /** Where a unit that is shut in sees its out folder, below the folder it works in. */
    public static final String OUT_SHOWN = ".baton/out";

    /** Tells a program in which unit it runs. */
    public static final String TAG = "BATON_RUN";

    /** By this a unit's processes are found; two servers can have units of the same name. */
    public static final String MARK = "BATON_RUN_MARK";

    private static final Set<String> OF_THE_SHELL =
            Set.of("PWD", "OLDPWD", "IFS", "PPID", "OPTIND", "SHLVL");
    private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public LaunchSpec {
        argv = List.copyOf(argv);
        environment = environment.entrySet().stream()
                .filter(variable -> passable(variable.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        requireUnit(unit);
        // A shell could take a program that begins with a dash for an option.
        if (argv.isEmpty() || argv.getFirst().isEmpty() || argv.getFirst().startsWith("-")) {
            throw new IllegalArgumentException(
                    "unit %s: expected a program, found %s".formatted(unit, argv));
        }
        if (logBytesMax < 1) {
            throw new IllegalArgumentException(
                    "unit %s: expected a log of at least 1 byte, found %d"
                            .formatted(unit, logBytesMax));
        }
    }

    /** A unit without prologue and epilogue, with the default log, not shut in. */
    public static LaunchSpec of(
            String unit, Path folder, List<String> argv, Map<String, String> environment) {
        return new LaunchSpec(
                unit,
                folder,
                argv,
                environment,
                null,
                "",
                "",
                LOG_BYTES_MAX,
                Confinement.NONE,
                null);
    }

    /** The same, shut in like that. */
    public LaunchSpec in(Confinement walls) {
        return with(walls, out);
    }

    /** The same, with that folder for its results; null = none. */
    public LaunchSpec out(@Nullable Path results) {
        return with(confinement, results);
    }

    private LaunchSpec with(Confinement walls, @Nullable Path results) {
        return new LaunchSpec(
                unit,
                folder,
                argv,
                environment,
                stdin,
                prologue,
                epilogue,
                logBytesMax,
                walls,
                results);
    }

    /** A name becomes a folder and a line in environments, so it may not be just anything. */
    public static void requireUnit(String unit) {
        if (!UNIT.matcher(unit).matches()) {
            throw new IllegalArgumentException(
                    "unit '%s': expected a name like shop-12-v3-developer-1".formatted(unit));
        }
    }

    private static boolean passable(String name) {
        return VARIABLE.matcher(name).matches()
                && !name.startsWith("baton_")
                && !name.equals(TAG)
                && !name.equals(MARK)
                && !OF_THE_SHELL.contains(name);
    }
}
