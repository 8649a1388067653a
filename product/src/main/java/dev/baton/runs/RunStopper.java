package dev.baton.runs;

import dev.baton.engine.Launcher;
import dev.baton.model.Run;

/** The engine's way to end runs. */
public final class RunStopper implements Launcher {
    private final RunUnit units;

    public RunStopper(RunUnit units) {
        this.units = units;
    }

    @Override
    public Stopped stop(Run run) {
        return switch (units.kill(run.unit(), run.process())) {
            case RunUnit.Dead _ -> new Dead();
            case RunUnit.Ended(int code) -> new Ended(code);
            case RunUnit.Survived(var pids, String why) ->
                new Alive("%s (pids %s)".formatted(why, pids));
        };
    }
}
