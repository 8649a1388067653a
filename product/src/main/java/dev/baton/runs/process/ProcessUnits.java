package dev.baton.runs.process;

import dev.baton.model.ProcessIdentity;
import dev.baton.model.Ticker;
import dev.baton.runs.Enclosure;
import dev.baton.runs.GroupProbe;
import dev.baton.runs.LaunchListener;
import dev.baton.runs.RunGroups;
import dev.baton.runs.RunUnit;
import dev.baton.runs.RunUsage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;

/** Makes units of plain processes. */
public final class ProcessUnits {
    private ProcessUnits() {}

    /**
     * Whether that very process runs on this machine, under this boot; a zombie does not. Throws
     * when it cannot be known.
     */
    public static Predicate<ProcessIdentity> alive() {
        return new LinuxProcesses()::alive;
    }

    /**
     * Nothing is shut in.
     *
     * @param folder holds a folder per unit; made when needed
     */
    public static RunUnit in(Path folder, Ticker ticker) {
        return in(folder, ticker, Enclosure.NONE, Groups.none(folder), LaunchListener.NONE);
    }

    /** Control groups that hold units to their limits. Safe for use by many threads. */
    public static final class Groups implements RunGroups {
        private final UnitGroups units;

        private Groups(UnitGroups units) {
            this.units = units;
        }

        /** No unit of that folder is held. */
        public static Groups none(Path folder) {
            return new Groups(UnitGroups.none(folder));
        }

        /** Units of that folder are held below the place. */
        public static Groups in(GroupProbe.Usable place, Path folder) throws IOException {
            return new Groups(UnitGroups.in(place, folder));
        }

        @Override
        public Set<String> units() {
            return units.units();
        }

        @Override
        public void remove(String unit) {
            units.remove(unit);
        }
    }

    /** What the units of that folder take of the machine. */
    public static RunUsage usage(Path folder) {
        return new UnitUsage(folder.toAbsolutePath().normalize(), new LinuxProcesses());
    }

    /**
     * @param enclosure shuts units in as their confinement says; those that run keep theirs
     * @param groups hold units to their limits; those that run keep theirs
     * @param listener is told of every start
     */
    public static RunUnit in(
            Path folder,
            Ticker ticker,
            Enclosure enclosure,
            Groups groups,
            LaunchListener listener) {
        return new ShellUnits(
                folder.toAbsolutePath().normalize(),
                new LinuxProcesses(),
                new Patience(ticker),
                Killing.Bounds.DEFAULT,
                enclosure,
                groups.units,
                listener);
    }
}
