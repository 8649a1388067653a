package dev.baton.runs.process;

import dev.baton.model.ProcessIdentity;
import dev.baton.runs.process.Processes.Entry;
import dev.baton.runs.process.Processes.Tagged;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which processes belong to a unit. */
final class Kin {
    private final Processes processes;
    private final Mark mark;

    Kin(Processes processes, Mark mark) {
        this.processes = processes;
        this.mark = mark;
    }

    /**
     * One look at all processes.
     *
     * @param unreadable processes whose environment may not be read: those of other users, so a
     *     unit could hide there only with the help of a set-user-id program
     */
    record Look(List<Entry> found, int unreadable) {}

    /** Everything that carries the unit's mark. */
    Look tagged(String unit) {
        return look(processes.all(), unit);
    }

    /**
     * Everything to kill: what is tagged, and while the supervisor's pid is certainly its own,
     * also its session and group, where a process may have dropped the tag; what is known
     * otherwise, as the first in a namespace of the unit or in its control group; and the children
     * of all that.
     *
     * @param known pids that are the unit's
     */
    List<Entry> all(String unit, Optional<ProcessIdentity> supervisor, Set<Long> known) {
        List<Entry> everybody = processes.all();
        Set<Long> pids = new HashSet<>(known);
        look(everybody, unit).found().forEach(process -> pids.add(process.pid()));
        supervisor.filter(this::holdsItsPid).ifPresent(identity -> {
            long pid = identity.pid();
            add(everybody, pids, found -> found.session() == pid || found.group() == pid);
        });
        int before;
        do {
            before = pids.size();
            add(everybody, pids, process -> pids.contains(process.parent()));
        } while (pids.size() > before);
        return everybody.stream().filter(found -> pids.contains(found.pid())).toList();
    }

    /** Even a zombie keeps its pid, and with it its group, from being given to somebody else. */
    boolean holdsItsPid(ProcessIdentity identity) {
        return identity.osBootId().equals(processes.osBoot())
                && processes
                        .find(identity.pid())
                        .filter(found -> found.start() == identity.start())
                        .isPresent();
    }

    private static void add(List<Entry> everybody, Set<Long> pids, Predicate<Entry> kin) {
        everybody.stream().filter(kin).map(Entry::pid).toList().forEach(pids::add);
    }

    private Look look(List<Entry> everybody, String unit) {
        String line = mark.line(unit);
        List<Entry> found = new ArrayList<>();
        int unreadable = 0;
        for (Entry process : everybody) {
            Tagged tagged = processes.tagged(process, line);
            if (tagged == Tagged.YES) {
                found.add(process);
            }
            unreadable += tagged == Tagged.UNREADABLE ? 1 : 0;
        }
        return new Look(List.copyOf(found), unreadable);
    }
}
