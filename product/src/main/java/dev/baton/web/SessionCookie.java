package dev.baton.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;

import java.util.Arrays;
import java.util.List;

/** Where a browser keeps the secret of its session. */
final class SessionCookie {
    /** More of one name than any browser of ours sends; each costs a look into the database. */
    private static final int READ_MAX = 4;

    private final Hosts hosts;

    SessionCookie(Hosts hosts) {
        this.hosts = hosts;
    }

    /**
     * Every value that was sent. A page on another port of the same host can plant a cookie of the
     * same name for a longer path, which browsers then send first; it must not hide ours.
     */
    List<String> read(Context ctx) {
        jakarta.servlet.http.Cookie[] cookies = ctx.req().getCookies();
        String name = name(ctx);
        return cookies == null
                ? List.of()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(jakarta.servlet.http.Cookie::getValue)
                        .limit(READ_MAX)
                        .toList();
    }

    void write(Context ctx, String secret) {
        set(ctx, secret, (int) Sessions.AGE_MAX.toSeconds());
    }

    void clear(Context ctx) {
        set(ctx, "", 0);
    }

    private void set(Context ctx, String value, int seconds) {
        Cookie cookie = new Cookie(name(ctx), value);
        cookie.setPath("/");
        cookie.setMaxAge(seconds);
        cookie.setHttpOnly(true);
        cookie.setSecure(secure(ctx));
        cookie.setSameSite(SameSite.STRICT);
        ctx.cookie(cookie);
    }

    /** Cookies do not know ports, so two servers of one machine need two names. */
    private String name(Context ctx) {
        return (secure(ctx) ? "__Host-" : "") + "baton_" + ctx.req().getLocalPort();
    }

    private boolean secure(Context ctx) {
        return hosts.origin(ctx).startsWith("https:");
    }
}
