package dev.baton.effects;

import dev.baton.model.Sha;
import dev.baton.workspace.House;
import dev.baton.workspace.Mirrors;

import java.util.List;

/** The last look at what a merge would write to. */
@FunctionalInterface
public interface LandingGuard {
    /** The paths that it touches and may not; empty = it may land. */
    List<String> forbidden(String project, Sha base, Sha candidate);

    static LandingGuard of(Mirrors mirrors, House house) {
        return (project, base, candidate) ->
                house.touched(mirrors.of(project), base, candidate.value());
    }
}
