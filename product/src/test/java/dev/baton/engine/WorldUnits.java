package dev.baton.engine;

import dev.baton.model.ProcessIdentity;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunUnit;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The processes of a {@link World} as the actors see them. */
final class WorldUnits implements RunUnit {
    private static final ProcessIdentity IDENTITY = new ProcessIdentity(42, 4711, "boot");

    private final World world;

    WorldUnits(World world) {
        this.world = world;
    }

    @Override
    public Sighting observe(String unit) {
        if (world.ended.containsKey(unit)) {
            return new Exited(world.end(unit).exitCode());
        }
        return world.living.contains(unit) ? new Alive(IDENTITY, true) : new Nothing();
    }

    @Override
    public Ending kill(String unit, @Nullable ProcessIdentity known) {
        if (world.living.remove(unit)) {
            world.endedByForce.add(unit);
        }
        return world.ended.containsKey(unit) ? new Ended(world.end(unit).exitCode()) : new Dead();
    }

    @Override
    public OptionalLong printed(String unit) {
        return OptionalLong.empty();
    }

    @Override
    public void onExit(String unit, Runnable notice) {}

    @Override
    public Optional<ProcessIdentity> identity(String unit) {
        return Optional.of(IDENTITY);
    }

    @Override
    public Path logOf(String unit) {
        return Path.of(unit, "log");
    }

    /** Runs are started by the performers of the world. */
    @Override
    public Launch launch(LaunchSpec spec) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Poisoning poison(String unit) {
        throw new UnsupportedOperationException();
    }
}
