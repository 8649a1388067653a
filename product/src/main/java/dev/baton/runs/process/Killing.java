package dev.baton.runs.process;

import dev.baton.model.ProcessIdentity;
import dev.baton.runs.process.Processes.Entry;
import dev.baton.runs.process.Processes.Signal;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Ends everything of a unit: politely, then not. */
final class Killing {
    private static final Duration STEP = Duration.ofMillis(20);

    private final Processes processes;
    private final Kin kin;
    private final Patience patience;
    private final Bounds bounds;

    Killing(Processes processes, Kin kin, Patience patience, Bounds bounds) {
        this.processes = processes;
        this.kin = kin;
        this.patience = patience;
        this.bounds = bounds;
    }

    /**
     * How long is waited.
     *
     * @param identity for the identity of a supervisor that has claimed
     * @param start for the claim after a start
     * @param grace between TERM and KILL
     * @param kill for the end of everything after KILL
     */
    record Bounds(Duration identity, Duration start, Duration grace, Duration kill) {
        static final Bounds DEFAULT = new Bounds(
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5));
    }

    /** What is left: empty after two looks in succession found nothing. */
    List<Entry> end(
            String unit,
            Optional<ProcessIdentity> supervisor,
            Insides insides,
            Supplier<Optional<UnitGroup>> group) {
        Prey prey = new Prey(unit, supervisor, insides, group);
        prey.look();
        prey.ask();
        patience.until(bounds.grace(), STEP, prey::none);
        patience.until(bounds.kill(), STEP, () -> {
            // Each look may find what was forked after the last one.
            if (prey.none()) {
                return true;
            }
            prey.force();
            return false;
        });
        return prey.none() ? List.of() : prey.left();
    }

    /** What is hunted: once seen as kin, a process stays so after its supervisor is gone. */
    private final class Prey {
        private final String unit;
        private final Optional<ProcessIdentity> supervisor;
        private final Insides insides;
        private final Supplier<Optional<UnitGroup>> group;
        private final Set<ProcessIdentity> seen = new HashSet<>();
        private List<Entry> left = List.of();

        Prey(
                String unit,
                Optional<ProcessIdentity> supervisor,
                Insides insides,
                Supplier<Optional<UnitGroup>> group) {
            this.unit = unit;
            this.supervisor = supervisor;
            this.insides = insides;
            this.group = group;
        }

        List<Entry> left() {
            return left;
        }

        boolean none() {
            boolean first = look();
            // One look reads process after process: a fork may slip past it.
            return first && look();
        }

        /** Whether nothing was found. */
        boolean look() {
            Set<Long> known = new HashSet<>(insides.living());
            // Whoever dropped the tag and left its session is still in there.
            group.get().map(UnitGroup::pids).ifPresent(known::addAll);
            for (Entry process : kin.all(unit, supervisor, known)) {
                seen.add(identity(process));
            }
            left = seen.stream()
                    .filter(processes::alive)
                    .flatMap(identity -> processes.find(identity.pid()).stream())
                    .toList();
            return left.isEmpty();
        }

        /**
         * The program that shuts a step in is not asked: it would end at once and take with it
         * whoever inside wants to end in good order. So the group as a whole cannot be, either.
         */
        void ask() {
            Set<Long> firsts = insides.living();
            if (firsts.isEmpty()) {
                send(Signal.TERM);
                return;
            }
            Set<Long> enclosing = left.stream()
                    .filter(process -> firsts.contains(process.pid()))
                    .map(Entry::parent)
                    .collect(Collectors.toSet());
            one(Signal.TERM, process -> !enclosing.contains(process.pid()));
        }

        /**
         * A control group goes as one. What is first inside goes first: nothing in there can outrun
         * that by forking.
         */
        void force() {
            group.get().ifPresent(UnitGroup::kill);
            Set<Long> firsts = insides.living();
            one(Signal.KILL, process -> firsts.contains(process.pid()));
            send(Signal.KILL);
        }

        private void send(Signal signal) {
            // While one of ours is in the group, its number cannot be somebody else's.
            supervisor
                    .map(ProcessIdentity::pid)
                    .filter(pid -> left.stream().anyMatch(found -> found.group() == pid))
                    .ifPresent(pid -> processes.signal(-pid, signal));
            one(
                    signal,
                    process -> supervisor.isEmpty()
                            || process.group() != supervisor.get().pid());
        }

        private void one(Signal signal, Predicate<Entry> wanted) {
            left.stream()
                    .filter(wanted)
                    .filter(process -> processes.alive(identity(process)))
                    .forEach(process -> processes.signal(process.pid(), signal));
        }

        private ProcessIdentity identity(Entry process) {
            return new ProcessIdentity(process.pid(), process.start(), processes.osBoot());
        }
    }
}
