package dev.baton.agents;

import dev.baton.model.RunLimits;
import dev.baton.yaml.Fields;
import dev.baton.yaml.Sizes;

import java.util.OptionalLong;

/** Reads what a run may take of the machine. The defaults break no ordinary build. */
public final class LimitSettings {
    public static final int PROCESSES_DEFAULT = 4096;
    public static final int FILES_DEFAULT = 65_536;
    public static final long DISK_DEFAULT = 20L << 30;

    private static final long MEMORY_MIN = 64L << 20;
    private static final int PROCESSES_MIN = 16;
    private static final int FILES_MIN = 64;

    private LimitSettings() {}

    /** Three quarters of a machine: what would fit alone, fits. */
    public static RunLimits byDefault(long memoryBytes) {
        long threeQuarters = Math.max(MEMORY_MIN, memoryBytes / 4 * 3);
        return new RunLimits(threeQuarters, PROCESSES_DEFAULT, FILES_DEFAULT, DISK_DEFAULT);
    }

    /** As settings write it. */
    public static String size(long bytes) {
        return Sizes.text(bytes);
    }

    /** All of them, for people. */
    public static String words(RunLimits limits) {
        return size(limits.memoryBytes()) + " of memory, " + limits.processes()
                + " processes and threads, " + size(limits.diskBytes()) + " of disk";
    }

    static RunLimits read(Fields fields, long memoryBytes) {
        RunLimits otherwise = byDefault(memoryBytes);
        return new RunLimits(
                size(fields, "memory", otherwise.memoryBytes()),
                fields.number("processes", PROCESSES_MIN, otherwise.processes()),
                fields.number("open-files", FILES_MIN, otherwise.files()),
                size(fields, "disk", otherwise.diskBytes()));
    }

    private static long size(Fields fields, String key, long otherwise) {
        String text = fields.text(key);
        if (text == null) {
            return otherwise;
        }
        OptionalLong bytes = Sizes.parse(text);
        if (bytes.isPresent() && bytes.getAsLong() >= MEMORY_MIN) {
            return bytes.getAsLong();
        }
        fields.problem(
                key,
                "expected " + Sizes.EXPECTED + ", at least " + Sizes.text(MEMORY_MIN) + ", found '"
                        + text + "'");
        return otherwise;
    }
}
