package dev.baton.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much memory the machine has. */
final class MachineMemory {
    private static final Path FILE = Path.of("/proc/meminfo");
    private static final String TOTAL = "MemTotal:";
    private static final long UNKNOWN = 8L << 30;

    private MachineMemory() {}

    static long bytes() {
        try (Stream<String> lines = Files.lines(FILE)) {
            return lines.filter(line -> line.startsWith(TOTAL))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(kib -> Long.parseLong(kib) << 10)
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException | NumberFormatException e) {
            return UNKNOWN;
        }
    }
}
