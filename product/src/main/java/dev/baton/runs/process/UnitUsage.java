package dev.baton.runs.process;

import dev.baton.model.ProcessIdentity;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunUsage;
import dev.baton.runs.process.Processes.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the kernel says of a unit's control group, else the sum of what it says of each process. */
final class UnitUsage implements RunUsage {
    private static final Path PROC = Path.of("/proc");

    private final Path folder;
    private final Processes processes;
    private final Kin kin;

    /**
     * @param folder holds a folder per unit
     */
    UnitUsage(Path folder, Processes processes) {
        this.folder = folder;
        this.processes = processes;
        this.kin = new Kin(processes, new Mark(folder));
    }

    @Override
    public Optional<Usage> of(String unit, @Nullable ProcessIdentity known) {
        LaunchSpec.requireUnit(unit);
        UnitFolder files = new UnitFolder(folder.resolve(unit));
        try {
            Optional<UnitGroup> group = files.group();
            if (group.isPresent()) {
                return group.map(UnitGroup::held);
            }
            List<Entry> all = kin.all(
                    unit,
                    files.identity().or(() -> Optional.ofNullable(known)),
                    new Insides(processes, files).living());
            long memory = 0;
            int threads = 0;
            for (Entry process : all) {
                memory += memory(process.pid());
                threads += (int) number(process.pid(), "status", "Threads:");
            }
            return all.isEmpty() ? Optional.empty() : Optional.of(new Taken(memory, threads));
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Of a page that many share each has a part; without that file, all of it. */
    private static long memory(long pid) {
        long shared = number(pid, "smaps_rollup", "Pss:");
        return (shared > 0 ? shared : number(pid, "status", "VmRSS:")) * 1024;
    }

    /** Zero if the process has ended, or is not to be looked into. */
    private static long number(long pid, String file, String field) {
        try {
            return Files.readString(
                            PROC.resolve(Long.toString(pid), file), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.startsWith(field))
                    .map(line -> line.substring(field.length()).replaceAll("[^0-9]", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
