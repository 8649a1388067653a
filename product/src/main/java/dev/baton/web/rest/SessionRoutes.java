package dev.baton.web.rest;

import dev.baton.api.LoginLinkRequest;
import dev.baton.web.AccessRole;
import dev.baton.web.Answer;
import dev.baton.web.Routes;
import dev.baton.web.SignIn;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** Links for browsers, and who is signed in. */
public final class SessionRoutes implements Routes {
    private static final String SESSIONS = "/api/v1/sessions";

    private final SignIn signIn;

    public SessionRoutes(SignIn signIn) {
        this.signIn = signIn;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.post("/api/v1/login-links", this::link, AccessRole.VIEWER);
        routes.get(SESSIONS, ctx -> Answer.json(ctx, signIn.list(ctx)), AccessRole.VIEWER);
        routes.post(SESSIONS + "/{id}/revoke", this::revoke, AccessRole.VIEWER);
    }

    private void link(Context ctx) {
        LoginLinkRequest request =
                JsonBody.read(ctx, LoginLinkRequest.class).orElse(LoginLinkRequest.EMPTY);
        Answer.json(
                ctx.status(201),
                signIn.link(ctx, AccessRole.parse(request.role()), request.name()));
    }

    private void revoke(Context ctx) {
        signIn.revoke(ctx, ctx.pathParam("id"));
        ctx.status(204);
    }
}
