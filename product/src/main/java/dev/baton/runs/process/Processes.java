package dev.baton.runs.process;

import dev.baton.model.ProcessIdentity;

import java.util.List;
import java.util.Optional;

/** The processes of this machine. Trouble is UncheckedIOException, never "no". */
interface Processes {
    String osBoot();

    /** A zombie counts as no process. */
    default boolean alive(ProcessIdentity identity) {
        return identity.osBootId().equals(osBoot())
                && find(identity.pid())
                        .filter(found -> found.start() == identity.start() && !found.zombie())
                        .isPresent();
    }

    Optional<Entry> find(long pid);

    /** All that live, one after the other: a process may escape one look by forking. */
    List<Entry> all();

    /** Whether its environment has this line. */
    Tagged tagged(Entry process, String line);

    /**
     * Number of the pid namespace it lives in; empty if there is no such process, or none that may
     * be looked into.
     */
    Optional<String> pidNamespace(long pid);

    /**
     * Sends a signal; nobody there is fine.
     *
     * @param pid negative = the process group
     */
    void signal(long pid, Signal signal);

    /**
     * A line of the process table.
     *
     * @param hasMemory not so for threads of the kernel and for what is about to be a zombie
     */
    record Entry(
            long pid,
            boolean zombie,
            boolean hasMemory,
            long parent,
            long group,
            long session,
            long start) {}

    /** What an environment says. */
    enum Tagged {
        YES,
        NO,
        /** Belongs to another user, or hides itself. */
        UNREADABLE
    }

    /** Numbers as Linux has them on x86-64 and arm64. */
    enum Signal {
        TERM(15),
        KILL(9);

        private final int number;

        Signal(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }
}
