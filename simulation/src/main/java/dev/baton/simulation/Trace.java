package dev.baton.simulation;

import java.util.function.Supplier;

/** Told what happens, for people. */
@FunctionalInterface
interface Trace {
    Trace NONE = text -> {};

    void line(Supplier<String> text);
}
