package dev.baton.runs.process;

import dev.baton.model.ProcessIdentity;
import dev.baton.runs.Enclosure;
import dev.baton.runs.LaunchListener;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunUnit;
import dev.baton.runs.process.Killing.Bounds;
import dev.baton.runs.process.Processes.Entry;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Units under the supervising script. Keeps no state; safe for use by many threads. */
final class ShellUnits implements RunUnit {
    private static final Duration STEP = Duration.ofMillis(5);

    private final Path folder;
    private final Processes processes;
    private final Kin kin;
    private final Patience patience;
    private final Bounds bounds;
    private final Killing killing;
    private final Launching launching;

    ShellUnits(
            Path folder,
            Processes processes,
            Patience patience,
            Bounds bounds,
            Enclosure enclosure,
            UnitGroups groups,
            LaunchListener listener) {
        this.folder = folder;
        this.processes = processes;
        Mark mark = new Mark(folder);
        this.kin = new Kin(processes, mark);
        this.patience = patience;
        this.bounds = bounds;
        this.killing = new Killing(processes, kin, patience, bounds);
        this.launching =
                new Launching(processes, mark, patience, bounds, enclosure, groups, listener);
    }

    @Override
    public Launch launch(LaunchSpec spec) {
        UnitFolder unit = folderOf(spec.unit());
        try {
            return launching.launch(unit, spec);
        } catch (UncheckedIOException e) {
            return unclear(spec.unit(), e);
        }
    }

    @Override
    public Sighting observe(String unit) {
        UnitFolder files = folderOf(unit);
        try {
            return switch (files.claim()) {
                case NONE -> new Nothing();
                case TOMBSTONE -> new Poisoned();
                case SUPERVISOR -> claimed(unit, files);
            };
        } catch (UncheckedIOException e) {
            return unclear(unit, e);
        }
    }

    @Override
    public Poisoning poison(String unit) {
        UnitFolder files = folderOf(unit);
        try {
            boolean never = files.bury() || files.claim() == UnitFolder.Claim.TOMBSTONE;
            return never ? new Poisoned() : new Claimed();
        } catch (UncheckedIOException e) {
            return unclear(unit, e);
        }
    }

    @Override
    public Ending kill(String unit, @Nullable ProcessIdentity known) {
        UnitFolder files = folderOf(unit);
        try {
            files.bury();
            Optional<ProcessIdentity> supervisor =
                    identityOf(files).or(() -> Optional.ofNullable(known));
            if (files.exit().isEmpty()) {
                files.stop();
            }
            List<Long> left = killing.end(unit, supervisor, insides(files), files::group).stream()
                    .map(Entry::pid)
                    .toList();
            if (!left.isEmpty()) {
                return new Survived(left, "run %s: processes live on after KILL".formatted(unit));
            }
            // After everything is dead, as for Gone: it may have ended by itself just before.
            OptionalInt code = files.exit();
            return code.isPresent() ? new Ended(code.getAsInt()) : new Dead();
        } catch (UncheckedIOException e) {
            return new Survived(List.of(), unclear(unit, e).why());
        }
    }

    @Override
    public Optional<ProcessIdentity> identity(String unit) {
        return folderOf(unit).identity();
    }

    @Override
    public Path logOf(String unit) {
        return folderOf(unit).log();
    }

    @Override
    public OptionalLong printed(String unit) {
        UnitFolder files = folderOf(unit);
        try {
            return files.capped() ? OptionalLong.empty() : OptionalLong.of(files.logBytes());
        } catch (UncheckedIOException e) {
            return OptionalLong.empty();
        }
    }

    /** In doubt at once: a notice too many costs a look, one too few a tick. */
    @Override
    public void onExit(String unit, Runnable notice) {
        Optional<ProcessHandle> supervisor;
        try {
            supervisor = folderOf(unit)
                    .identity()
                    .filter(processes::alive)
                    .flatMap(identity -> ProcessHandle.of(identity.pid()));
        } catch (UncheckedIOException e) {
            supervisor = Optional.empty();
        }
        if (supervisor.isPresent()) {
            var _ = supervisor.get().onExit().thenRun(notice);
        } else {
            notice.run();
        }
    }

    /** The order of these looks is what makes the answer right; see PROTOCOL, tier 1. */
    private Sighting claimed(String unit, UnitFolder files) {
        OptionalInt early = files.exit();
        if (early.isPresent()) {
            return new Exited(early.getAsInt());
        }
        Optional<ProcessIdentity> identity = identityOf(files);
        String boot =
                identity.map(ProcessIdentity::osBootId).or(files::boot).orElse(processes.osBoot());
        if (!boot.equals(processes.osBoot())) {
            return exited(files).orElseGet(Rebooted::new);
        }
        if (identity.isPresent() && processes.alive(identity.get())) {
            return new Alive(identity.get(), true);
        }
        Kin.Look look = kin.tagged(unit);
        if (look.found().isEmpty()) {
            look = kin.tagged(unit);
        }
        if (!look.found().isEmpty()) {
            return withoutSupervisor(
                    unit, identity, look.found().stream().map(Entry::pid).toList());
        }
        // After the look: what begins steps never drops its tag, so no step can begin any more.
        List<Long> shutIn = List.copyOf(insides(files).living());
        if (!shutIn.isEmpty()) {
            return withoutSupervisor(unit, identity, shutIn);
        }
        Optional<UnitGroup> group = files.group();
        if (group.filter(UnitGroup::populated).isPresent()) {
            return withoutSupervisor(unit, identity, List.copyOf(group.get().pids()));
        }
        boolean proven =
                identity.isPresent() && (group.isPresent() || insides(files).provenDead());
        Kin.Look last = look;
        return exited(files).orElseGet(() -> proven ? proven(unit) : seems(unit, last));
    }

    private static Sighting withoutSupervisor(
            String unit, Optional<ProcessIdentity> identity, List<Long> pids) {
        return identity.<Sighting>map(found -> new Alive(found, false))
                .orElseGet(
                        () -> new Unclear("run %s: claimed without an identity, processes %s live"
                                .formatted(unit, pids)));
    }

    private static Optional<Sighting> exited(UnitFolder files) {
        OptionalInt code = files.exit();
        return code.isPresent() ? Optional.of(new Exited(code.getAsInt())) : Optional.empty();
    }

    private static Gone proven(String unit) {
        return new Gone(
                true,
                "run %s: supervisor and everything below it dead, no exit code".formatted(unit));
    }

    private static Gone seems(String unit, Kin.Look look) {
        return new Gone(
                false,
                ("run %s: supervisor dead, no exit code, no process found"
                                + " (%d processes of other users not looked into)")
                        .formatted(unit, look.unreadable()));
    }

    private Insides insides(UnitFolder files) {
        return new Insides(processes, files);
    }

    /** A supervisor writes its identity a moment after its claim. */
    private Optional<ProcessIdentity> identityOf(UnitFolder files) {
        if (files.claim() == UnitFolder.Claim.SUPERVISOR) {
            patience.until(
                    bounds.identity(),
                    STEP,
                    () -> files.identity().isPresent() || files.exit().isPresent());
        }
        return files.identity();
    }

    private UnitFolder folderOf(String unit) {
        LaunchSpec.requireUnit(unit);
        return new UnitFolder(folder.resolve(unit));
    }

    private static Unclear unclear(String unit, UncheckedIOException e) {
        return new Unclear("run %s: expected to read its files and /proc, found %s"
                .formatted(unit, e.getCause()));
    }
}
