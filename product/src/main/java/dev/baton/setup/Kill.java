package dev.baton.setup;

import dev.baton.setup.Shot.Trigger;

import java.time.Duration;
import java.util.Set;

/**
 * One kill, as it came.
 *
 * @param number from 1
 * @param trigger what set it off
 * @param delay after that
 * @param point where it hit
 * @param open the effects that were intended and not confirmed
 * @param lived the runs whose processes went on while no server was there
 * @param away how long no server was ready
 */
record Kill(
        int number,
        Trigger trigger,
        Duration delay,
        KillPoint point,
        Set<String> open,
        Set<String> lived,
        Duration away) {
    Kill {
        open = Set.copyOf(open);
        lived = Set.copyOf(lived);
    }
}
