package dev.baton.engine;

import dev.baton.model.Owner;
import dev.baton.model.Task;

/**
 * Whether a task that has an owner may be taken by whoever drives it now. Asked without a lock: a
 * wrong yes costs the owner a guard, never an effect a second time.
 */
@FunctionalInterface
public interface Takeover {
    boolean allowed(Task task, Owner owner);

    /** From an activity that is not living, at once. */
    static Takeover fromTheDead(Registry registry) {
        return (task, owner) -> !registry.alive(owner);
    }

    /** Only a person takes a task from an owner, dead or not. */
    static Takeover byHandOnly() {
        return (task, owner) -> false;
    }
}
