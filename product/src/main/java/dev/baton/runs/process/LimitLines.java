package dev.baton.runs.process;

import dev.baton.model.RunLimits;

/**
 * What a step of a unit does to itself, as lines of shell, before anything of it runs. What cannot
 * be done here does not keep it from running: memory, processes and disk are watched from outside.
 */
final class LimitLines {
    /** So far from the server that the kernel, short of memory, ends a run first. */
    private static final int OOM_SCORE = 500;

    private LimitLines() {}

    /** Empty where nothing is limited. */
    static String of(RunLimits limits) {
        return limits.equals(RunLimits.NONE) ? "" : """
            { echo %1$d >/proc/self/oom_score_adj; } 2>/dev/null
            ulimit -c 0 2>/dev/null
            ulimit -Sn 2>/dev/null | {
                read -r soft
                [ "$soft" != unlimited ] && [ "$soft" -le %2$d ]
            } || ulimit -Sn %2$d 2>/dev/null
            ulimit -Hn %2$d 2>/dev/null
            :
            """.formatted(OOM_SCORE, limits.files());
    }
}
