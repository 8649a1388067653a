package dev.baton.simulation;

import dev.baton.model.ProcessIdentity;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunUnit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Processes on one machine. They outlive every server, and die with the machine. */
final class FakeUnits implements RunUnit {
    private final Map<String, UnitProcess> processes = new LinkedHashMap<>();
    private final List<Notice> notices = new ArrayList<>();
    private final Network network;
    private final Fibers fibers;
    private final Ledger ledger;
    private final VirtualTime time;
    private final List<Violation> violations;
    private int boots = 1;
    private int broken;

    FakeUnits(
            Network network,
            Fibers fibers,
            Ledger ledger,
            VirtualTime time,
            List<Violation> violations) {
        this.network = network;
        this.fibers = fibers;
        this.ledger = ledger;
        this.time = time;
        this.violations = violations;
    }

    private record Notice(Host host, String unit, Runnable run) {}

    /** How often a process vanished or the machine was started anew. */
    int broken() {
        return broken;
    }

    /** Those of them that deploy. */
    List<UnitProcess> deploying() {
        return living().stream().filter(UnitProcess::deploys).toList();
    }

    List<UnitProcess> living() {
        return processes.values().stream().filter(UnitProcess::lives).toList();
    }

    UnitProcess of(String unit) {
        return processes.computeIfAbsent(unit, UnitProcess::new);
    }

    @Override
    public Launch launch(LaunchSpec spec) {
        Caller by = fibers.caller();
        return network.change("units.launch", () -> spawn(by, spec), Unclear::new);
    }

    /** The wrapper's first act is to claim; one that comes second ends at once. */
    private Launch spawn(@Nullable Caller by, LaunchSpec spec) {
        UnitProcess process = of(spec.unit());
        switch (process.claim) {
            case TOMBSTONE -> {
                ledger.refused();
                return new Refused("the claim is a tombstone");
            }
            case SUPERVISOR -> ledger.refused();
            case NONE -> begin(by, process, spec);
        }
        return new Launched(process.identity());
    }

    private void begin(@Nullable Caller by, UnitProcess process, LaunchSpec spec) {
        process.claim = UnitProcess.Claim.SUPERVISOR;
        process.environment = spec.environment();
        process.epoch = by == null ? 0 : by.epoch();
        process.wrapperLives = true;
        process.agentLives = true;
        process.boot = boot();
        process.bornNanos = time.nanos();
        process.number = processes.size();
        ledger.once(by, process.unit());
        List<String> agents = living().stream()
                .filter(other -> other.agent() && other.task().equals(process.task()))
                .map(UnitProcess::unit)
                .toList();
        if (process.agent() && agents.size() > 1) {
            violations.add(new Violation(
                    Violation.Kind.TWO_AGENTS, "at the same time: " + String.join(", ", agents)));
        }
    }

    @Override
    public Sighting observe(String unit) {
        return network.ask("units.observe", () -> seen(of(unit)), Unclear::new);
    }

    private Sighting seen(UnitProcess process) {
        Integer exit = process.exit;
        return switch (process.claim) {
            case NONE -> new Nothing();
            case TOMBSTONE -> new Poisoned();
            case SUPERVISOR -> {
                if (process.lives()) {
                    yield new Alive(process.identity(), process.wrapperLives);
                }
                if (exit != null) {
                    yield new Exited(exit);
                }
                yield process.boot.equals(boot())
                        ? new Gone(process.number % 2 == 0, "every process of it is gone")
                        : new Rebooted();
            }
        };
    }

    @Override
    public Poisoning poison(String unit) {
        return network.change("units.poison", () -> poisoned(of(unit)), Unclear::new);
    }

    private static Poisoning poisoned(UnitProcess process) {
        if (process.claim == UnitProcess.Claim.NONE) {
            process.claim = UnitProcess.Claim.TOMBSTONE;
        }
        return process.claim == UnitProcess.Claim.TOMBSTONE ? new Poisoned() : new Claimed();
    }

    @Override
    public Ending kill(String unit, @Nullable ProcessIdentity known) {
        return network.change(
                "units.kill", () -> ended(of(unit)), why -> new Survived(List.of(), why));
    }

    private static Ending ended(UnitProcess process) {
        if (poisoned(process) instanceof Poisoned) {
            return new Dead();
        }
        Integer exit = process.exit;
        if (exit != null) {
            process.dies();
            return new Ended(exit);
        }
        process.killed |= process.lives();
        process.dies();
        return new Dead();
    }

    @Override
    public Optional<ProcessIdentity> identity(String unit) {
        UnitProcess process = of(unit);
        return process.claim == UnitProcess.Claim.SUPERVISOR
                ? Optional.of(process.identity())
                : Optional.empty();
    }

    @Override
    public Path logOf(String unit) {
        return Path.of(unit);
    }

    @Override
    public OptionalLong printed(String unit) {
        return OptionalLong.empty();
    }

    @Override
    public void onExit(String unit, Runnable notice) {
        Fiber asking = fibers.current();
        if (asking == null) {
            return;
        }
        if (!of(unit).lives()) {
            notice.run();
        } else {
            notices.add(new Notice(asking.host(), unit, notice));
        }
    }

    /** It ended by itself: exit file first, then the process goes. */
    void exits(UnitProcess process, int code) {
        if (process.wrapperLives) {
            process.exit = code;
        }
        process.dies();
        tell(process.unit());
    }

    /** Everything of it is killed by something outside. */
    void vanishes(UnitProcess process) {
        broken++;
        process.dies();
        tell(process.unit());
    }

    /** Every process dies, and every pid starts anew. */
    void reboot() {
        living().forEach(UnitProcess::dies);
        boots++;
        broken++;
    }

    String boot() {
        return "boot-" + boots;
    }

    private void tell(String unit) {
        for (Notice notice : List.copyOf(notices)) {
            if (notice.unit().equals(unit)) {
                notices.remove(notice);
                if (notice.host().alive()) {
                    notice.run().run();
                }
            }
        }
    }
}
