package dev.baton.web;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The names under which the server is asked. One is the board's own origin, where a session counts;
 * the others are for clients that send the token. Any other name is refused, so that a page of
 * another site cannot reach the server under a name of its own.
 */
final class Hosts {
    private static final String HOST = "Host";

    private final WebSettings settings;

    Hosts(WebSettings settings) {
        this.settings = settings;
    }

    /** The board's own origin, as browsers write it. */
    String origin(Context ctx) {
        return settings.origin(port(ctx));
    }

    /** Whether the request was sent to the board's own origin. */
    boolean isBoard(Context ctx) {
        return sent(ctx).equals(board(ctx));
    }

    void check(Context ctx) {
        List<String> accepted = new ArrayList<>(List.of(board(ctx)));
        accepted.addAll(api(ctx));
        if (!accepted.contains(sent(ctx))) {
            throw forbidden(HOST, String.join(" or ", accepted), ctx.header(HOST), origin(ctx));
        }
    }

    /**
     * Whether the page that sent a write is one of the board's. A client that sends the token need
     * not say where it comes from.
     */
    void checkOrigin(Context ctx, boolean required) {
        List<String> said = Collections.list(ctx.req().getHeaders("Origin"));
        if (said.isEmpty() && !required) {
            return;
        }
        String own = required || isBoard(ctx) ? origin(ctx) : ctx.scheme() + "://" + ctx.host();
        if (said.size() != 1 || !own.equalsIgnoreCase(said.getFirst())) {
            throw forbidden("Origin", own, String.join(", ", said), origin(ctx));
        }
    }

    /**
     * Whether a page of another origin made the browser ask. Browsers say so; to them, another port
     * of the same host is the same site.
     */
    static boolean causedElsewhere(Context ctx) {
        String site = ctx.header("Sec-Fetch-Site");
        return site != null && !site.equals("same-origin") && !site.equals("none");
    }

    private static Refusal forbidden(
            String header, String expected, @Nullable String found, String board) {
        return new Refusal(
                403,
                "forbidden",
                header + ": expected " + expected + ", found '"
                        + Refusal.shown(String.valueOf(found)) + "'",
                board);
    }

    private String board(Context ctx) {
        return origin(ctx).substring(origin(ctx).indexOf("://") + 3);
    }

    /**
     * With a wildcard address nobody can type what we listen on; the address the connection came in
     * on stands for it. That is a number, so a foreign name cannot be made to point at it.
     */
    private List<String> api(Context ctx) {
        int port = port(ctx);
        String own = settings.wildcard()
                ? new WebSettings(ctx.req().getLocalAddr().replaceAll("[\\[\\]]", ""), port)
                        .authority(port)
                : settings.authority(port);
        return List.of(
                own.toLowerCase(Locale.ROOT),
                "localhost:" + port,
                "127.0.0.1:" + port,
                "[::1]:" + port);
    }

    private static String sent(Context ctx) {
        String host = ctx.header(HOST);
        return host == null ? "" : host.toLowerCase(Locale.ROOT);
    }

    private static int port(Context ctx) {
        return ctx.req().getLocalPort();
    }
}
