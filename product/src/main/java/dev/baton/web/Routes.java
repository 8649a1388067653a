package dev.baton.web;

import io.javalin.config.RoutesConfig;

/** A part of the server: adds its paths before the start. */
public interface Routes {
    void add(RoutesConfig routes);

    /** Ends answers that go on for long; the server is about to stop. */
    default void stop() {}
}
