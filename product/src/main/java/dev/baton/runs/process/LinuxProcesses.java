package dev.baton.runs.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandleProxies;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntBinaryOperator;

/** Read from /proc. Safe for use by many threads. */
final class LinuxProcesses implements Processes {
    private static final Path PROC = Path.of("/proc");

    /** Fields after the program's name: state, parent, group, session; the start is field 22. */
    private static final int START = 22 - 3;

    private static final int MEMORY = 23 - 3;

    private final String osBoot;
    private final IntBinaryOperator kill;

    LinuxProcesses() {
        try {
            osBoot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kill = systemKill();
    }

    /** Java can signal single processes only; a group that keeps forking outruns that. */
    @SuppressWarnings("restricted") // the launcher and the jar's manifest allow native access
    private static IntBinaryOperator systemKill() {
        Linker linker = Linker.nativeLinker();
        return MethodHandleProxies.asInterfaceInstance(
                IntBinaryOperator.class,
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("kill"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)));
    }

    @Override
    public String osBoot() {
        return osBoot;
    }

    @Override
    public Optional<Entry> find(long pid) {
        return read(pid, "stat").map(bytes -> entry(pid, bytes));
    }

    @Override
    public List<Entry> all() {
        List<Entry> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path folder : folders) {
                find(Long.parseLong(folder.getFileName().toString()))
                        .filter(process -> !process.zombie())
                        .ifPresent(found::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    @Override
    public Tagged tagged(Entry process, String line) {
        try {
            // ISO-8859-1 keeps every byte; a name and a unit are ASCII anyway.
            String environment = read(process.pid(), "environ")
                    .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                    .orElse("");
            boolean yes = ("\0" + environment).contains("\0" + line + "\0");
            return yes ? Tagged.YES : Tagged.NO;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof AccessDeniedException) {
                return Tagged.UNREADABLE;
            }
            throw e;
        }
    }

    @Override
    public Optional<String> pidNamespace(long pid) {
        try {
            String link = Files.readSymbolicLink(PROC.resolve(Long.toString(pid), "ns", "pid"))
                    .toString();
            return Optional.of(link.substring(link.indexOf('[') + 1, link.length() - 1));
        } catch (NoSuchFileException | AccessDeniedException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (find(pid).filter(found -> !found.zombie()).isEmpty()) {
                return Optional.empty();
            }
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void signal(long pid, Signal signal) {
        // 0, 1 and -1 would reach everybody: never meant here.
        if (Math.abs(pid) <= 1) {
            throw new IllegalArgumentException("no unit has the pid " + pid);
        }
        var _ = kill.applyAsInt(Math.toIntExact(pid), signal.number());
    }

    private static Entry entry(long pid, byte[] stat) {
        String line = new String(stat, StandardCharsets.ISO_8859_1);
        // The name in brackets may hold spaces and brackets.
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        boolean dead = fields[0].equals("Z") || fields[0].equals("X");
        return new Entry(
                pid,
                dead,
                !fields[MEMORY].equals("0"),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[START]));
    }

    /** Empty if there is no such process (any more). */
    private Optional<byte[]> read(long pid, String file) {
        try {
            return Optional.of(Files.readAllBytes(PROC.resolve(Long.toString(pid), file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // A thread of the kernel, or a process that is ending: nothing to read any more.
            if (!file.equals("stat") && find(pid).filter(Entry::hasMemory).isEmpty()) {
                return Optional.empty();
            }
            if (Files.notExists(PROC.resolve(Long.toString(pid)))) {
                return Optional.empty();
            }
            throw new UncheckedIOException(e);
        }
    }
}
