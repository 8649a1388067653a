package dev.baton.runs.process;

import dev.baton.model.RunLimits;
import dev.baton.runs.GroupProbe;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunGroups;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a control group for each unit that has limits, and removes them. Keeps no state: a unit's
 * folder names its group, so that the next server finds it wherever that server itself lives.
 */
final class UnitGroups implements RunGroups {
    private static final Logger LOG = LoggerFactory.getLogger(UnitGroups.class);
    private static final String PREFIX = "run-";
    private static final int ROUNDS_MAX = 10;

    private final @Nullable Path base;
    private final Path units;

    private UnitGroups(@Nullable Path base, Path units) {
        this.base = base;
        this.units = units.toAbsolutePath().normalize();
    }

    /** Makes none; units of that folder that have one keep it. */
    static UnitGroups none(Path units) {
        return new UnitGroups(null, units);
    }

    /**
     * Takes the place over: moves whoever has to move, hands the controllers on and tries whether a
     * group takes limits.
     *
     * @param units holds a folder per unit
     * @throws IOException if the kernel refuses any of it
     */
    static UnitGroups in(GroupProbe.Usable place, Path units) throws IOException {
        Path base = place.base();
        if (place.move()) {
            leave(base, make(base.resolve(GroupProbe.SERVER)));
        }
        set(base.resolve("cgroup.subtree_control"), "+memory +pids");
        UnitGroup trial = new UnitGroup(make(base.resolve("trial")));
        trial.limit(new RunLimits(1L << 30, 1 << 10, 1, 1));
        trial.remove();
        return new UnitGroups(base, units);
    }

    /** In rounds: one that forks while it is looked at is found by the next. */
    private static void leave(Path base, Path leaf) throws IOException {
        for (int round = 0; round < ROUNDS_MAX; round++) {
            Set<String> left = Set.copyOf(Files.readAllLines(base.resolve("cgroup.procs")));
            for (String pid : left) {
                try {
                    set(leaf.resolve("cgroup.procs"), pid);
                } catch (IOException e) {
                    LOG.debug("process {}: not moved: {}", pid, e.getMessage());
                }
            }
            if (left.isEmpty()) {
                return;
            }
        }
    }

    /** Words for the file {@code group} of a unit: its group, made, or nothing. */
    String make(LaunchSpec spec) {
        Path place = base;
        RunLimits limits = spec.confinement().limits();
        if (place == null || !spec.confinement().expendable() || limits.equals(RunLimits.NONE)) {
            return "";
        }
        try {
            Path group = make(place.resolve(PREFIX + spec.unit()));
            new UnitGroup(group).limit(limits);
            return group + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The group that a unit's folder names; empty if there is none any more.
     *
     * @param name as in the file {@code group}
     */
    static Optional<UnitGroup> named(String name, String unit) {
        return Optional.of(name.strip())
                .filter(text -> text.startsWith("/"))
                .map(Path::of)
                .filter(path -> path.endsWith(PREFIX + unit))
                .map(UnitGroup::new)
                .filter(UnitGroup::exists);
    }

    @Override
    public Set<String> units() {
        Path place = base;
        if (place == null) {
            return Set.of();
        }
        Set<String> found = new HashSet<>();
        try (DirectoryStream<Path> groups = Files.newDirectoryStream(place, PREFIX + "*")) {
            for (Path group : groups) {
                String unit = group.getFileName().toString().substring(PREFIX.length());
                // Another server of this machine may use the same place.
                if (Files.isDirectory(units.resolve(unit))) {
                    found.add(unit);
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void remove(String unit) {
        LaunchSpec.requireUnit(unit);
        Path place = base;
        if (place != null && !new UnitGroup(place.resolve(PREFIX + unit)).remove()) {
            LOG.debug("run {}: its control group is not empty yet", unit);
        }
    }

    private static Path make(Path group) throws IOException {
        try {
            return Files.createDirectory(group);
        } catch (FileAlreadyExistsException e) {
            return group;
        }
    }

    /** A file of the kernel: it is never made, and takes the value in one write. */
    static void set(Path file, String value) throws IOException {
        try {
            Files.write(file, value.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": expected this file of the kernel, found none", e);
        } catch (IOException e) {
            throw new IOException(
                    file + ": expected to write '" + value + "', found " + e.getMessage(), e);
        }
    }
}
