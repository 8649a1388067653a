package dev.baton.web.board;

import dev.baton.api.LoginLinkView;
import dev.baton.web.Access;
import dev.baton.web.AccessRole;
import dev.baton.web.Refusal;
import dev.baton.web.Routes;
import dev.baton.web.SignIn;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signing in and out, and the devices that are signed in. */
final class SessionPages implements Routes {
    private static final String DEVICES = "/board/sessions";

    private final SignIn signIn;
    private final Pages pages;

    SessionPages(SignIn signIn, Pages pages) {
        this.signIn = signIn;
        this.pages = pages;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get(SignIn.PATH, this::door, AccessRole.VIEWER);
        routes.post(SignIn.PATH, this::in, AccessRole.VIEWER);
        routes.post("/logout", this::out, AccessRole.VIEWER);
        routes.get(DEVICES, ctx -> devices(ctx, null), AccessRole.VIEWER);
        routes.post(DEVICES + "/link", this::link, AccessRole.VIEWER);
        routes.post(DEVICES + "/{id}/revoke", this::revoke, AccessRole.VIEWER);
    }

    private void door(Context ctx) {
        String key = ctx.queryParam("key");
        if (key != null) {
            signIn.check(ctx, key);
        }
        Map<String, Object> values = new HashMap<>();
        values.put("key", key);
        pages.show(ctx, "login", values);
    }

    /** A browser that could keep a key but sends none did not mean to do without. */
    private void in(Context ctx) {
        String originKey = ctx.formParam("origin-key");
        if (originKey == null && ctx.formParam("plain") == null) {
            throw Refusal.invalid(
                    "sign in: expected the key that this browser keeps for the board, found none",
                    "go back, and allow JavaScript or choose to go on without");
        }
        signIn.in(ctx, ctx.formParam("key"), ctx.formParam("code"), originKey);
        ctx.redirect("/", HttpStatus.SEE_OTHER);
    }

    private void out(Context ctx) {
        signIn.out(ctx);
        ctx.redirect(SignIn.PATH, HttpStatus.SEE_OTHER);
    }

    private void devices(Context ctx, @Nullable LoginLinkView link) {
        Map<String, Object> values = new HashMap<>();
        values.put("sessions", signIn.list(ctx));
        values.put("link", link);
        values.put("roles", roles(ctx));
        pages.show(ctx, "sessions", values);
    }

    /** The greatest first. */
    private static List<AccessRole> roles(Context ctx) {
        return Arrays.stream(AccessRole.values())
                .filter(role -> Access.may(ctx, role))
                .toList()
                .reversed();
    }

    private void link(Context ctx) {
        AccessRole role = AccessRole.parse(ctx.formParam("role"));
        devices(ctx, signIn.link(ctx, role, null));
    }

    private void revoke(Context ctx) {
        signIn.revoke(ctx, ctx.pathParam("id"));
        ctx.redirect(DEVICES, HttpStatus.SEE_OTHER);
    }
}
