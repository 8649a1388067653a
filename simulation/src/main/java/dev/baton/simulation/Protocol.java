package dev.baton.simulation;

import dev.baton.model.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How ownership and effects are kept; everything else is the same in every simulation. */
interface Protocol {
    String name();

    /** Prepares a fresh database, before any server. */
    void prepare(Database database);

    Server start(World world, Database database, Host host);

    /** The names of the stages a task may be moved to. */
    List<String> stages();

    /** Where every task stands. */
    List<Standing> standings(Database database);

    /** Looks for what must not be, in the database and the world; at rest or in between. */
    void inspect(World world, Database database, boolean atRest);

    /** What it is called when a task neither ends nor is parked. */
    default Violation.Kind kindOfStuck(Database database, Standing task) {
        return Violation.Kind.STUCK;
    }

    /** Looks at an effect at the moment it is applied. */
    void applied(World world, Database database, String key, String subject);

    /**
     * Where a task stands.
     *
     * @param resting nothing will move it but a person: ended, or parked with a name
     * @param asks what a person says to it sooner or later; null = nothing
     */
    record Standing(
            long task,
            String key,
            String project,
            boolean resting,
            Command.@Nullable Kind asks,
            String text) {}
}
