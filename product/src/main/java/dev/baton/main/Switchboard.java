package dev.baton.main;

import dev.baton.engine.EngineListener;
import dev.baton.engine.Nudge;
import dev.baton.model.TaskId;

import org.jspecify.annotations.Nullable;

/**
 * Carries what the engine did to those who want to know. The engine is made before them, so they
 * are connected afterwards; until then nothing is lost that a first round would not find.
 */
final class Switchboard implements EngineListener {
    private volatile @Nullable Connections connected;

    /** Who wants to know. */
    record Connections(
            Runnable dispatcher, EngineListener monitor, EngineListener pages, Nudge nudge) {}

    void connect(Connections connections) {
        connected = connections;
    }

    @Override
    public void slotsChanged() {
        Connections to = connected;
        if (to != null) {
            to.dispatcher().run();
        }
    }

    @Override
    public void runStarted(String unit) {
        Connections to = connected;
        if (to != null) {
            to.monitor().runStarted(unit);
        }
    }

    @Override
    public void taskChanged(TaskId task) {
        Connections to = connected;
        if (to != null) {
            to.pages().taskChanged(task);
        }
    }

    @Override
    public void headChanged(TaskId next) {
        Connections to = connected;
        if (to != null) {
            to.nudge().nudge(next, "merge queue");
        }
    }
}
