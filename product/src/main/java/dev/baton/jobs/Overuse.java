package dev.baton.jobs;

import dev.baton.agents.LimitSettings;
import dev.baton.jobs.LimitWatch.Bounds;
import dev.baton.model.JobKind;
import dev.baton.model.Run;
import dev.baton.runs.RunUsage;
import dev.baton.runs.RunUsage.Held;
import dev.baton.runs.RunUsage.Taken;
import dev.baton.runs.RunUsage.Usage;

import java.util.Optional;
import java.util.function.Function;

/** Says what a run took beyond its limits, and which setting that is. Keeps no state. */
public final class Overuse {
    private final RunUsage usage;
    private final Function<Run, Optional<Bounds>> bounds;

    /**
     * @param bounds of a run; empty = nobody limits it
     */
    public Overuse(RunUsage usage, Function<Run, Optional<Bounds>> bounds) {
        this.usage = usage;
        this.bounds = bounds;
    }

    Optional<Bounds> bounds(Run run) {
        return bounds.apply(run);
    }

    /** Of memory and processes, at this moment. */
    Optional<String> now(Run run, Bounds limited) {
        return usage.of(run.unit(), run.process()).flatMap(used -> words(used, limited));
    }

    /** What the kernel refused the run, or why it ended it. Asked at the end of the run. */
    public Optional<String> held(Run run) {
        if (run.kind() == JobKind.DEPLOY) {
            return Optional.empty();
        }
        return usage.of(run.unit(), run.process())
                .filter(Held.class::isInstance)
                .flatMap(used -> bounds.apply(run).flatMap(limited -> words(used, limited)));
    }

    private static Optional<String> words(Usage used, Bounds limited) {
        return switch (used) {
            case Taken(long memory, int processes) -> {
                long memoryMax = limited.limits().memoryBytes();
                int processesMax = limited.limits().processes();
                if (memory > memoryMax) {
                    yield Optional.of(over(
                            LimitSettings.size(memoryMax) + " of memory",
                            limited,
                            "memory",
                            "found at least " + LimitSettings.size(memory)));
                }
                yield processes > processesMax
                        ? Optional.of(processes(processesMax, limited, "found " + processes))
                        : Optional.empty();
            }
            case Held held -> held(held, limited);
        };
    }

    private static Optional<String> held(Held held, Bounds limited) {
        String memory = LimitSettings.size(held.memoryBytes()) + " of memory";
        return switch (held.outOfMemory()) {
            case OF_THE_RUN -> Optional.of(over(memory, limited, "memory", "ended by the kernel"));
            case OF_THE_MACHINE ->
                Optional.of("ended by the kernel within its limit of " + memory + " ("
                        + limited.setting()
                        + ".memory): the machine, or the server's service as a whole, had no more");
            case NO ->
                held.refused()
                        ? Optional.of(
                                processes(held.processes(), limited, "the kernel refused more"))
                        : Optional.empty();
        };
    }

    private static String processes(long max, Bounds limited, String found) {
        return over(max + " processes and threads", limited, "processes", found);
    }

    static String over(String limit, Bounds limited, String key, String found) {
        return "over its limit of " + limit + " (" + limited.setting() + "." + key + "), " + found;
    }
}
