package dev.baton.jobs;

import dev.baton.runs.RunUnit;
import dev.baton.runs.RunUnit.Sighting;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the run monitor saw last of each run, so that the reaper need not look again. Each is handed
 * out once: two rounds of the reaper never count one look twice. It may be a round old, which only
 * delays: the dead stay dead, and a kill looks for itself. Safe for use by many threads.
 */
public final class Sightings {
    private final RunUnit units;
    private final Map<String, Sighting> kept = new ConcurrentHashMap<>();

    public Sightings(RunUnit units) {
        this.units = units;
    }

    Sighting look(String unit) {
        Sighting seen = units.observe(unit);
        kept.put(unit, seen);
        return seen;
    }

    /** Looks if nobody has since the last time. */
    Sighting take(String unit) {
        Sighting seen = kept.remove(unit);
        return seen == null ? units.observe(unit) : seen;
    }

    void keepOnly(Collection<String> units) {
        kept.keySet().retainAll(units);
    }
}
