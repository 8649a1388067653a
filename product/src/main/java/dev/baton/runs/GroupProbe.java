package dev.baton.runs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds out whether this process may make control groups: cgroup v2, handed over to it by whoever
 * manages the groups of the machine. It only looks.
 *
 * <p>A group that is ours to write is not enough: root can write all of them, and systemd puts its
 * own order back at any time. What counts is to be started in the leaf of a service, the mark that
 * systemd leaves on a scope that it handed over, or to be the root of a container.
 */
public final class GroupProbe {
    /** The leaf that the server lives in, as the unit file names it in DelegateSubgroup. */
    public static final String SERVER = "server";

    private static final Path ROOT = Path.of("/");
    private static final String MARK = "delegate";
    private static final List<String> CONTROLLERS = List.of("memory", "pids");

    private final Path proc;
    private final long self;
    private final Predicate<Path> delegated;

    /**
     * @param proc where the kernel tells of processes
     * @param self the pid of this process
     * @param delegated whether systemd marked that group as handed over
     */
    GroupProbe(Path proc, long self, Predicate<Path> delegated) {
        this.proc = proc;
        this.self = self;
        this.delegated = delegated;
    }

    /** Of this process. */
    public static Answer look() {
        return new GroupProbe(Path.of("/proc"), ProcessHandle.current().pid(), GroupProbe::marked)
                .answer();
    }

    /** What came of it. */
    public sealed interface Answer {}

    /**
     * @param base where groups can be made
     * @param move whether the processes in it have to go into the leaf of the server first; none
     *     may be left, or the kernel hands no controllers on
     */
    public record Usable(Path base, boolean move) implements Answer {}

    /** They may not be made, for this reason; what to do about it stands in {@code next}. */
    public record Unusable(String why, String next) implements Answer {}

    Answer answer() {
        Optional<String> group = group("self");
        if (group.isEmpty() || held()) {
            return new Unusable(
                    "memory and pids belong to cgroup v1 here",
                    "systemd.unified_cgroup_hierarchy=1 on the command line of the kernel");
        }
        Optional<Path> folder = mounts().stream()
                .flatMap(mount -> mount.find(group.get()).stream())
                .filter(Files::isDirectory)
                .findFirst();
        return folder.map(found -> standing(group.get(), found))
                .orElseGet(() -> new Unusable(
                        "the group " + group.get() + " of cgroup v2 is not mounted",
                        "mount -t cgroup2 none /sys/fs/cgroup"));
    }

    private Answer standing(String name, Path group) {
        Path parent = group.resolveSibling("");
        if (group.endsWith(SERVER)) {
            boolean ofContainer = name.equals("/" + SERVER) && containerRoot(parent);
            return ofContainer || ofService(parent) || delegated.test(parent)
                    ? usable(parent, false)
                    : foreign(group);
        }
        if (name.equals("/") && containerRoot(group)) {
            return usable(group, true);
        }
        if (!delegated.test(group)) {
            return foreign(group);
        }
        if (!name.endsWith(".scope")) {
            return new Unusable(
                    group + " is delegated, and the server was started right in it: systemd"
                            + " could not start it again while runs live in groups below",
                    "DelegateSubgroup=" + SERVER + " in the unit file, with systemd 254 or newer");
        }
        return onlyUs(group)
                ? usable(group, true)
                : new Unusable(
                        group + " holds processes beside the server",
                        "start the server alone in it: " + byHand());
    }

    private static Unusable foreign(Path group) {
        return new Unusable(
                group + " is not delegated to the server",
                "a service with the lines of examples/baton.service (systemd 254 or newer), or"
                        + " by hand: " + byHand());
    }

    private static String byHand() {
        return "systemd-run --user -d --pipe -p KillMode=process -p Delegate=yes"
                + " -p DelegateSubgroup=" + SERVER + " ./baton up";
    }

    private static Answer usable(Path base, boolean move) {
        for (String file : List.of("cgroup.procs", "cgroup.subtree_control")) {
            if (!Files.isWritable(base.resolve(file)) || !Files.isWritable(base)) {
                return new Unusable(
                        base + ": expected to write it, found " + file + " read-only",
                        "mount it writable, for the user of the server");
            }
        }
        List<String> controllers = words(base.resolve("cgroup.controllers"));
        return CONTROLLERS.stream()
                .filter(wanted -> !controllers.contains(wanted))
                .findFirst()
                .<Answer>map(missing -> new Unusable(
                        base + ": expected the controllers memory and pids, found no " + missing,
                        "Delegate=memory pids; and no hierarchy of cgroup v1 may hold them"))
                .orElseGet(() -> new Usable(base, move));
    }

    /**
     * The root of a cgroup namespace, not that of the machine, which has no type. Process 1 must
     * live in it too: then all that is seen here is one container's.
     */
    private boolean containerRoot(Path folder) {
        return Files.exists(folder.resolve("cgroup.type"))
                && group("1").filter(first -> !first.startsWith("/..")).isPresent();
    }

    /**
     * Right below a service systemd puts nobody but into a leaf of what it handed over. The manager
     * of a user leaves no mark.
     */
    private static boolean ofService(Path group) {
        return group.toString().endsWith(".service");
    }

    private boolean onlyUs(Path group) {
        return words(group.resolve("cgroup.procs")).equals(List.of(Long.toString(self)));
    }

    /** The group of a process in the one hierarchy of version 2. */
    private Optional<String> group(String process) {
        return lines(proc.resolve(process, "cgroup"))
                .filter(line -> line.startsWith("0::"))
                .map(line -> line.substring("0::".length()))
                .findFirst();
    }

    /** Whether version 1 has a controller that we need: version 2 has it not then. */
    private boolean held() {
        return lines(proc.resolve("self", "cgroup"))
                .map(line -> line.split(":", -1)[1])
                .flatMap(controllers -> Arrays.stream(controllers.split(",")))
                .anyMatch(CONTROLLERS::contains);
    }

    private List<Mount> mounts() {
        return lines(proc.resolve("self", "mountinfo"))
                .flatMap(line -> Mount.read(line).stream())
                .toList();
    }

    /**
     * A mount of cgroup v2.
     *
     * @param root the group that is seen at the point
     */
    private record Mount(String root, Path point) {
        private static final int ROOT_FIELD = 3;
        private static final int POINT_FIELD = 4;

        static Optional<Mount> read(String line) {
            int end = line.indexOf(" - cgroup2 ");
            if (end < 0) {
                return Optional.empty();
            }
            String[] fields = line.substring(0, end).split(" ", -1);
            return Optional.of(
                    new Mount(plain(fields[ROOT_FIELD]), Path.of(plain(fields[POINT_FIELD]))));
        }

        Optional<Path> find(String group) {
            Path inside = Path.of(root);
            Path wanted = Path.of(group);
            return wanted.startsWith(inside)
                    ? Optional.of(point.resolve(inside.relativize(wanted)).normalize())
                    : Optional.empty();
        }

        /** The kernel writes blanks as octal numbers. */
        private static String plain(String field) {
            return field.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
        }
    }

    /** Readable for every user, since systemd 251 and Linux 5.7. */
    private static boolean marked(Path group) {
        UserDefinedFileAttributeView marks =
                Files.getFileAttributeView(group, UserDefinedFileAttributeView.class);
        if (marks == null || group.equals(ROOT)) {
            return false;
        }
        try {
            ByteBuffer value = ByteBuffer.allocate(marks.size(MARK));
            marks.read(MARK, value);
            return StandardCharsets.US_ASCII.decode(value.flip()).toString().equals("1");
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> words(Path file) {
        return lines(file).flatMap(line -> Arrays.stream(line.split(" "))).toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
