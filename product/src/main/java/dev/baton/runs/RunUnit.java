package dev.baton.runs;

import dev.baton.model.ProcessIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Units: supervised processes outside the server. Safe for use by many threads and by several
 * servers one after the other; every call ends within a bound. Nothing here throws for what the
 * outside does: failures are {@link Unclear}.
 */
public interface RunUnit {

    /** Starts it unless it is claimed; a second time, or after a poison, changes nothing. */
    Launch launch(LaunchSpec spec);

    /** Looks. Changes nothing. */
    Sighting observe(String unit);

    /** Makes sure that it never starts, if nobody claimed it yet. */
    Poisoning poison(String unit);

    /**
     * Ends it: poison if not claimed, else TERM to the group, a grace, KILL, then everything
     * tagged, until nothing is left or the bound is over. Leftovers of a unit that has exited are
     * killed too. From the first signal on the supervisor writes no exit file any more.
     *
     * @param known what the database has, used where the folder has no identity
     */
    Ending kill(String unit, @Nullable ProcessIdentity known);

    /** Its supervisor, as the folder has it; empty before its claim. */
    Optional<ProcessIdentity> identity(String unit);

    /** Where its output goes; there may be no file yet. */
    Path logOf(String unit);

    /** Bytes of output so far; empty when nobody counts: the log is capped, or cannot be seen. */
    OptionalLong printed(String unit);

    /**
     * Runs the notice once after its supervisor ends, at once if that is dead already. A fast path
     * only: it is lost with the server. The notice must return at once.
     */
    void onExit(String unit, Runnable notice);

    /** What became of a launch. */
    sealed interface Launch {}

    /** What was seen. */
    sealed interface Sighting {}

    /** What became of a poisoning. */
    sealed interface Poisoning {}

    /** What became of a kill. */
    sealed interface Ending {}

    /** It has claimed, by this call or before. */
    record Launched(ProcessIdentity identity) implements Launch {}

    /** Certainly not started by this call. */
    record Refused(String why) implements Launch {}

    /** No claim: it has not started, and still may. */
    record Nothing() implements Sighting {}

    /** The claim is a tombstone: it never started and never will. */
    record Poisoned() implements Sighting, Poisoning {}

    /** Somebody claimed it before; look again. */
    record Claimed() implements Poisoning {}

    /**
     * Something of it lives.
     *
     * @param identity of the supervisor
     * @param supervised false = the supervisor is dead, so there will be no exit code
     */
    record Alive(ProcessIdentity identity, boolean supervised) implements Sighting {}

    /** Its exit file is there. Processes that it left behind may live on until {@link #kill}. */
    record Exited(int code) implements Sighting {}

    /**
     * Claimed, everything of it dead, and no exit file on a look after that.
     *
     * @param proven false = no process was found, which only seems so
     */
    record Gone(boolean proven, String why) implements Sighting {}

    /** The machine went down under it: another OS boot, and no exit file. */
    record Rebooted() implements Sighting {}

    /** Nobody can tell now; look again. */
    record Unclear(String why) implements Launch, Sighting, Poisoning {}

    /** Nothing of it lives, and it left no exit code. */
    record Dead() implements Ending {}

    /** Nothing of it lives; it had ended by itself. */
    record Ended(int code) implements Ending {}

    /** Something of it may live: these pids, if any were seen. */
    record Survived(List<Long> pids, String why) implements Ending {
        public Survived {
            pids = List.copyOf(pids);
        }
    }
}
