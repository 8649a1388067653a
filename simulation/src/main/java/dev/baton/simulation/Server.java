package dev.baton.simulation;

import dev.baton.intake.NewCommand;

import java.time.Duration;
import java.util.List;

/**
 * One start of a server under some protocol. What it does on threads of its own it submits to its
 * host; the methods here are what comes from outside, each called in a fiber of the host.
 */
interface Server {
    Host host();

    /** The periodic duties, each once. */
    List<Duty> duties();

    /** A webhook or a person files an item. */
    void file(String project, int item);

    /** A person decides something. */
    void command(NewCommand command);

    /** A person keeps a base or an environment still, or lets go of everything. */
    void hold(int drawn);

    /** People let go of everything that is held, by whomever. */
    void letGo();

    /** Somebody says: look at this task. */
    void nudge(long task);

    /** Drives the task on the caller's thread, whatever else does. */
    void driveDirectly(long task);

    /** Takes the task from its owner, who may well be alive. */
    void suspect(long task);

    /** A periodic duty. */
    interface Duty {
        String name();

        void round(Duration watched);
    }
}
