package dev.baton.engine;

import dev.baton.model.Effect;
import dev.baton.model.EffectKey;
import dev.baton.model.EffectKind;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.Task;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Applies one kind of effect. The driver calls it only with a durable INTENT, observes before it
 * applies, and never applies after an unclear answer. Every call ends within the kind's timeout; it
 * may be interrupted. Exceptions count as unclear.
 */
public interface EffectPerformer {
    EffectKind kind();

    /** Asks the resource whether the effect happened. Changes nothing. */
    Observation observe(Order order);

    /** Applies it on the resource's own condition, so that a second time changes nothing. */
    Application apply(Order order);

    /** Asks, and if it has not happened makes sure at the resource that it never will. */
    Observation settle(Order order);

    /** What is to be applied. */
    record Order(Task task, EffectKey key, Effect effect) {}

    /** What the resource says. */
    sealed interface Observation {}

    /** What became of an application. */
    sealed interface Application {}

    /**
     * It happened.
     *
     * @param result for the journal, one line
     * @param process of a started run
     */
    record Happened(String result, @Nullable ProcessIdentity process)
            implements Observation, Application {
        public static Happened with(String result) {
            return new Happened(result, null);
        }
    }

    /** Not yet; it still may. */
    record Absent() implements Observation {}

    /** Not, and never will: decided at the resource. */
    record Never(String why) implements Observation {}

    /** Certainly not by this call, and not by a later one either: settle it. */
    record Refused(String why) implements Application {}

    /** Certainly not by this call; the same again later. Not a failure of the task. */
    record Later(String why, Duration delay) implements Application {}

    /** Nobody can tell now; ask again. */
    record Unclear(String why) implements Observation, Application {}
}
