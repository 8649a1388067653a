package dev.baton.simulation;

import java.util.ArrayList;
import java.util.List;

/** A server's process: what is about to run in it, and whether it lives. */
final class Host {
    private final int number;
    private final List<Pending> pending = new ArrayList<>();
    private boolean alive = true;
    private boolean failing;

    Host(int number) {
        this.number = number;
    }

    /** Something that waits for a thread. */
    record Pending(String name, Runnable body) {}

    int number() {
        return number;
    }

    boolean alive() {
        return alive;
    }

    void die() {
        alive = false;
        pending.clear();
    }

    /** Its store cannot be trusted any more: it dies as soon as the running thread stops. */
    void fail() {
        failing = true;
    }

    boolean failing() {
        return failing;
    }

    void submit(String name, Runnable body) {
        if (alive) {
            pending.add(new Pending(name, body));
        }
    }

    /** More of the same name before it had its turn are one. */
    void submitOnce(String name, Runnable body) {
        if (pending.stream().noneMatch(waiting -> waiting.name().equals(name))) {
            submit(name, body);
        }
    }

    boolean idle() {
        return pending.isEmpty();
    }

    Pending take(int index) {
        return pending.remove(Math.floorMod(index, pending.size()));
    }
}
