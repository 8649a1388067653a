package dev.baton.jobs;

import dev.baton.model.ProcessIdentity;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunUnit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Units as the test says they are. A unit that is killed is gone, unless it ended before. */
final class FakeUnits implements RunUnit {
    static final ProcessIdentity IDENTITY = new ProcessIdentity(4711, 1, "boot");

    private final Map<String, Sighting> sightings = new HashMap<>();
    private final Map<String, OptionalLong> printed = new HashMap<>();
    private final Map<String, Runnable> notices = new HashMap<>();
    private final Map<String, Integer> racing = new HashMap<>();
    private final List<String> unkillable = new ArrayList<>();
    final List<String> killed = new ArrayList<>();
    Consumer<String> beforeKill = unit -> {};
    int asked;
    int looks;

    void is(String unit, Sighting sighting) {
        sightings.put(unit, sighting);
    }

    void isAlive(String unit) {
        is(unit, new Alive(IDENTITY, true));
    }

    void seemsGone(String unit) {
        is(unit, new Gone(false, "seems gone"));
    }

    void printed(String unit, OptionalLong bytes) {
        printed.put(unit, bytes);
    }

    void survivesKill(String unit) {
        unkillable.add(unit);
    }

    /** Its exit file is written between the look and the kill. */
    void endsBeforeItIsKilled(String unit, int code) {
        racing.put(unit, code);
    }

    /** Exits, and those who asked are told. */
    void exits(String unit, int code) {
        is(unit, new Exited(code));
        notices.getOrDefault(unit, () -> {}).run();
    }

    void notice(String unit) {
        java.util.Objects.requireNonNull(notices.get(unit), unit).run();
    }

    @Override
    public Optional<ProcessIdentity> identity(String unit) {
        return Optional.of(IDENTITY);
    }

    @Override
    public Launch launch(LaunchSpec spec) {
        return new Launched(IDENTITY);
    }

    @Override
    public Sighting observe(String unit) {
        looks++;
        Sighting sighting = sightings.get(unit);
        if (sighting == null) {
            throw new IllegalStateException("no test said what " + unit + " is");
        }
        return sighting;
    }

    @Override
    public Poisoning poison(String unit) {
        return new Claimed();
    }

    @Override
    public Ending kill(String unit, @Nullable ProcessIdentity known) {
        beforeKill.accept(unit);
        killed.add(unit);
        if (unkillable.contains(unit)) {
            return new Survived(List.of(4711L), "lives on");
        }
        Integer code = racing.get(unit);
        if (code != null) {
            return new Ended(code);
        }
        seemsGone(unit);
        return new Dead();
    }

    @Override
    public Path logOf(String unit) {
        return Path.of(unit, "log");
    }

    @Override
    public OptionalLong printed(String unit) {
        return printed.getOrDefault(unit, OptionalLong.of(0));
    }

    @Override
    public void onExit(String unit, Runnable notice) {
        asked++;
        notices.put(unit, notice);
    }
}
