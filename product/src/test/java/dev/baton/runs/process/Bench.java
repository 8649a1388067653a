package dev.baton.runs.process;

import static dev.baton.testing.Eventually.await;

import dev.baton.model.ProcessIdentity;
import dev.baton.runs.Enclosure;
import dev.baton.runs.LaunchListener;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunUnit;
import dev.baton.runs.RunUnit.Alive;
import dev.baton.runs.RunUnit.Exited;
import dev.baton.runs.RunUnit.Launched;
import dev.baton.runs.process.Killing.Bounds;
import dev.baton.runs.process.Processes.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Real units in a folder, and their end: nothing that was launched here outlives the test. */
final class Bench implements AutoCloseable {
    static final Bounds QUICK = new Bounds(
            Duration.ofMillis(300),
            Duration.ofSeconds(10),
            Duration.ofMillis(700),
            Duration.ofSeconds(5));

    private final Path folder;
    private final List<String> launched = new ArrayList<>();
    final LinuxProcesses processes = new LinuxProcesses();
    final RunUnit units;

    Bench(Path folder) {
        this.folder = folder;
        this.units = unitsOver(processes);
    }

    RunUnit unitsOver(Processes seen) {
        return new ShellUnits(
                folder.resolve("runs"),
                seen,
                new Patience(System::nanoTime),
                QUICK,
                Enclosure.NONE,
                UnitGroups.none(folder.resolve("runs")),
                LaunchListener.NONE);
    }

    Path folder() {
        return folder;
    }

    UnitFolder files(String unit) {
        return new UnitFolder(folder.resolve("runs").resolve(unit));
    }

    LaunchSpec shell(String unit, String script) {
        return program(unit, "/bin/sh", "-c", script);
    }

    LaunchSpec program(String unit, String... argv) {
        return LaunchSpec.of(
                unit, folder, List.of(argv), Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"));
    }

    static LaunchSpec with(LaunchSpec spec, String prologue, String epilogue) {
        return new LaunchSpec(
                spec.unit(),
                spec.folder(),
                spec.argv(),
                spec.environment(),
                spec.stdin(),
                prologue,
                epilogue,
                spec.logBytesMax(),
                spec.confinement(),
                null);
    }

    static LaunchSpec capped(LaunchSpec spec, long bytes) {
        return new LaunchSpec(
                spec.unit(),
                spec.folder(),
                spec.argv(),
                spec.environment(),
                spec.stdin(),
                "",
                "",
                bytes,
                spec.confinement(),
                null);
    }

    ProcessIdentity launch(LaunchSpec spec) {
        launched.add(spec.unit());
        return switch (units.launch(spec)) {
            case Launched(ProcessIdentity identity) -> identity;
            case RunUnit.Refused(String why) -> throw new AssertionError(why);
            case RunUnit.Unclear(String why) -> throw new AssertionError(why);
        };
    }

    /** Of another launch: ended here too. */
    void adopt(String unit) {
        launched.add(unit);
    }

    /** Launches, waits for the end and answers the exit code. */
    int run(LaunchSpec spec) {
        launch(spec);
        return exitOf(spec.unit());
    }

    int exitOf(String unit) {
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> units.observe(unit) instanceof Exited);
        return ((Exited) units.observe(unit)).code();
    }

    String log(String unit) {
        return text(units.logOf(unit));
    }

    /** Waits until the command made that file in the work folder and wrote a line into it. */
    String line(String file) {
        Path path = folder.resolve(file);
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> Files.exists(path) && text(path).endsWith("\n"));
        return text(path).strip();
    }

    long pid(String file) {
        return Long.parseLong(line(file));
    }

    boolean lives(long pid) {
        return processes.find(pid).filter(process -> !process.zombie()).isPresent();
    }

    void kill(long pid) {
        processes.signal(pid, Signal.KILL);
        await().pollInterval(Duration.ofMillis(5)).until(() -> !lives(pid));
    }

    void term(long pid) {
        processes.signal(pid, Signal.TERM);
    }

    static boolean supervised(RunUnit.Sighting sighting) {
        return sighting instanceof Alive alive && alive.supervised();
    }

    static String text(Path path) {
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        launched.forEach(unit -> units.kill(unit, null));
        Kin kin = new Kin(processes, new Mark(folder.resolve("runs")));
        for (String unit : launched) {
            if (!kin.tagged(unit).found().isEmpty()) {
                throw new AssertionError("left behind by " + unit + ": " + kin.tagged(unit));
            }
        }
    }
}
