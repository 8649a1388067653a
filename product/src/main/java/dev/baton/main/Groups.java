package dev.baton.main;

import dev.baton.runs.GroupProbe;
import dev.baton.runs.process.ProcessUnits;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Picks who holds runs to their limits: the kernel where it may be asked to, else nobody. */
final class Groups {
    private static final Logger log = LoggerFactory.getLogger(Groups.class);

    private Groups() {}

    /** A server without them is as good as it was before there were any: it says so, and starts. */
    static ProcessUnits.Groups of(GroupProbe.Answer answer, Path units) {
        return switch (answer) {
            case GroupProbe.Usable place -> in(place, units);
            case GroupProbe.Unusable(String why, String next) -> without(units, why, next);
        };
    }

    private static ProcessUnits.Groups in(GroupProbe.Usable place, Path units) {
        try {
            ProcessUnits.Groups groups = ProcessUnits.Groups.in(place, units);
            log.info(
                    "limits of runs: memory and processes are held by control groups in {}, disk is"
                            + " looked at every 2 s",
                    place.base());
            return groups;
        } catch (IOException e) {
            return without(
                    units,
                    String.valueOf(e.getMessage()),
                    "the lines Delegate and DelegateSubgroup of examples/baton.service");
        }
    }

    private static ProcessUnits.Groups without(Path units, String why, String next) {
        log.info(
                "limits of runs: memory, processes and disk are looked at every 2 s, without"
                        + " control groups: {}. For them: {}",
                why,
                next);
        return ProcessUnits.Groups.none(units);
    }
}
