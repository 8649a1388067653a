package dev.baton.web.rest;

import dev.baton.api.CleanupRequest;
import dev.baton.api.CleanupView;
import dev.baton.web.AccessRole;
import dev.baton.web.Answer;
import dev.baton.web.Routes;

import io.javalin.config.RoutesConfig;

import java.util.function.Function;

/** Removes files of finished tasks, or says which. */
public final class CleanupRoutes implements Routes {
    private final Function<CleanupRequest, CleanupView> cleanup;

    public CleanupRoutes(Function<CleanupRequest, CleanupView> cleanup) {
        this.cleanup = cleanup;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.post(
                "/api/v1/cleanup",
                ctx -> Answer.json(
                        ctx,
                        cleanup.apply(JsonBody.read(ctx, CleanupRequest.class)
                                .orElseGet(() -> new CleanupRequest(false)))),
                AccessRole.OPERATOR);
    }
}
