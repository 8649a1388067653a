package dev.baton.runs.process;

import dev.baton.model.RunLimits;
import dev.baton.runs.RunUsage.Held;
import dev.baton.runs.RunUsage.OutOfMemory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A control group of cgroup v2 and what is below it. What vanishes meanwhile is empty. */
record UnitGroup(Path path) {
    private static final String NONE = "max";

    /** More processes no Linux has, and no group takes as its limit. */
    private static final int PROCESSES_MAX = 4_194_304;

    /** All or nothing: what is left of a run after the kernel took a part of it is of no use. */
    void limit(RunLimits limits) throws IOException {
        set("memory.max", number(limits.memoryBytes(), Long.MAX_VALUE));
        set("memory.oom.group", "1");
        set("pids.max", number(limits.processes(), PROCESSES_MAX));
        // Without swap there is no such file.
        if (Files.exists(path.resolve("memory.swap.max"))) {
            set("memory.swap.max", limits.memoryBytes() == Long.MAX_VALUE ? NONE : "0");
        }
    }

    private static String number(long value, long max) {
        return value >= max ? NONE : Long.toString(value);
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    /** Whether anything lives in it; a zombie does not. */
    boolean populated() {
        return number("cgroup.events", "populated") > 0;
    }

    /** As this process sees them. */
    Set<Long> pids() {
        Set<Long> found = new HashSet<>();
        collect(path, found);
        return found;
    }

    private static void collect(Path group, Set<Long> found) {
        lines(group.resolve("cgroup.procs"))
                .map(Long::parseLong)
                // Whoever lives outside of our pid namespace.
                .filter(pid -> pid > 0)
                .forEach(found::add);
        for (Path below : below(group)) {
            collect(below, found);
        }
    }

    /** Nothing can outrun it by forking. Before Linux 5.14 there is no such file. */
    void kill() {
        try {
            set("cgroup.kill", "1");
        } catch (IOException e) {
            // The signals that follow are what counts.
            return;
        }
    }

    /** What the kernel did to it. */
    Held held() {
        boolean ended = number("memory.events", "oom_kill") > 0;
        boolean atItsLimit = number("memory.events", "oom") > 0;
        OutOfMemory memory = atItsLimit ? OutOfMemory.OF_THE_RUN : OutOfMemory.OF_THE_MACHINE;
        return new Held(
                value("memory.max"),
                value("pids.max"),
                ended ? memory : OutOfMemory.NO,
                number("pids.events", "max") > 0);
    }

    /** Whether it is gone; what lives in there keeps it. */
    boolean remove() {
        return !exists() || remove(path);
    }

    private static boolean remove(Path group) {
        for (Path below : below(group)) {
            if (!remove(below)) {
                return false;
            }
        }
        try {
            Files.deleteIfExists(group);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Set<Path> below(Path group) {
        Set<Path> found = new HashSet<>();
        try (DirectoryStream<Path> groups =
                Files.newDirectoryStream(group, entry -> Files.isDirectory(entry))) {
            groups.forEach(found::add);
            return found;
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long number(String file, String key) {
        return lines(path.resolve(file))
                .filter(line -> line.startsWith(key + " "))
                .map(line -> Long.parseLong(line.substring(key.length() + 1)))
                .findFirst()
                .orElse(0L);
    }

    private long value(String file) {
        return lines(path.resolve(file))
                .filter(line -> !line.equals(NONE))
                .map(Long::parseLong)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (NoSuchFileException e) {
            return Stream.empty();
        } catch (IOException e) {
            // Of a group that is being removed the kernel says that there is no such device.
            if (Optional.ofNullable(file.getParent()).filter(Files::exists).isEmpty()) {
                return Stream.empty();
            }
            throw new UncheckedIOException(e);
        }
    }

    private void set(String file, String value) throws IOException {
        UnitGroups.set(path.resolve(file), value);
    }
}
