package dev.baton.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what: the one place that decides. A write needs the token (as bearer) or the cookie
 * that a one-time link gave; a read needs it too unless only this machine can connect. Host is
 * checked on every request, so that a page of another site cannot reach the server under a name of
 * its own; Origin on every write. Safe for use by many threads.
 */
public final class Access {
    private static final String WHO = "baton.who";
    /** Who has the token of the server. */
    private static final String OWN = "admin";

    private static final String BEARER = "bearer ";
    private static final int KEY_BYTES = 16;
    private static final int COOKIE_SECONDS = 30 * 24 * 3600;

    private final WebSettings settings;
    private final AccessToken token;
    private final List<Holder> holders;
    private final RandomGenerator random;
    private final Set<String> unusedKeys = ConcurrentHashMap.newKeySet();

    /** Somebody who has a token. */
    public record Holder(String name, AccessRole role, AccessToken token) {}

    /**
     * @param token the server's own, which may do everything
     * @param others who has a token beside it
     */
    public Access(
            WebSettings settings, AccessToken token, List<Holder> others, RandomGenerator random) {
        this.settings = settings;
        this.token = token;
        this.holders = Stream.concat(
                        Stream.of(new Holder(OWN, AccessRole.ADMIN, token)), others.stream())
                .toList();
        this.random = random;
    }

    /** A key for {@code /?key=…}: opens the pages once, in the browser that comes first. */
    public String oneTimeKey() {
        String key = fresh();
        unusedKeys.add(key);
        return key;
    }

    /** Who asks: 401, then 403. Runs before every request, known path or not. */
    void admit(Context ctx) {
        if (isLink(ctx)) {
            checkHost(ctx);
            redeem(ctx);
            return;
        }
        if (isAsset(ctx)) {
            // The page that says 401 wants its style, too.
            checkHost(ctx);
            ctx.attribute(WHO, new Who("anybody", AccessRole.VIEWER, false));
            return;
        }
        Who who = who(ctx);
        if (who == null && (isWrite(ctx) || !settings.loopback())) {
            throw unauthorized("expected 'Authorization: Bearer TOKEN', found nothing of it");
        }
        checkHost(ctx);
        if (isWrite(ctx)) {
            checkOrigin(ctx, who != null && who.byCookie());
        }
        ctx.attribute(WHO, who == null ? new Who("this machine", AccessRole.VIEWER, false) : who);
    }

    /** Whether the one who asks may use the route; runs for known paths. */
    void permit(Context ctx) {
        for (var needed : ctx.routeRoles()) {
            require(ctx, (AccessRole) needed);
        }
    }

    /** Whether the one who asks has the role; for pages that show only what can be done. */
    public static boolean may(Context ctx, AccessRole needed) {
        Who who = ctx.attribute(WHO);
        return who != null && who.role().covers(needed);
    }

    private static void require(Context ctx, AccessRole needed) {
        if (!may(ctx, needed)) {
            Who who = ctx.attribute(WHO);
            throw new Refusal(
                    403,
                    "forbidden",
                    ctx.method() + " " + Refusal.shown(ctx.path()) + ": expected the role "
                            + needed.name().toLowerCase(Locale.ROOT) + ", found "
                            + (who == null ? "nobody" : who.role().name().toLowerCase(Locale.ROOT)),
                    "use a token of that role");
        }
    }

    /** The name of the one who asks, for histories. */
    public static String actor(Context ctx) {
        Who who = ctx.attribute(WHO);
        return who == null ? "nobody" : who.name();
    }

    /** The same, but whoever uses the server's own token, which names nobody, may say a name. */
    public static String actorOr(Context ctx, @Nullable String said) {
        String actor = actor(ctx);
        return said == null || said.isBlank() || !actor.equals(OWN) ? actor : said;
    }

    /** Someone who was let in. */
    private record Who(String name, AccessRole role, boolean byCookie) {}

    private @Nullable Who who(Context ctx) {
        String authorization = ctx.header("Authorization");
        if (authorization != null) {
            String sent = authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                    ? firstWord(authorization.substring(BEARER.length()))
                    : "";
            return holder(held -> held.matches(sent))
                    .map(holder -> new Who(holder.name(), holder.role(), false))
                    .orElseThrow(() ->
                            unauthorized("expected the token of this server, found another one"));
        }
        String cookie = ctx.cookie(cookieName(ctx));
        return cookie == null
                ? null
                : holder(held -> signed(cookie, held))
                        .map(holder -> new Who(holder.name(), holder.role(), true))
                        .orElse(null);
    }

    /** The whole line of the token file will do: the address of the server stands behind it. */
    private static String firstWord(String line) {
        return line.strip().split("\\s+", 2)[0];
    }

    private Optional<Holder> holder(Predicate<AccessToken> of) {
        return holders.stream().filter(holder -> of.test(holder.token())).findFirst();
    }

    private static boolean signed(String cookie, AccessToken by) {
        int dot = cookie.indexOf('.');
        return dot > 0
                && MessageDigest.isEqual(
                        bytes(by.sign(cookie.substring(0, dot))), bytes(cookie.substring(dot + 1)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isLink(Context ctx) {
        return ctx.method().equals(HandlerType.GET)
                && ctx.path().equals("/")
                && ctx.queryParam("key") != null;
    }

    /** Style and scripts: the same for everybody, and nothing of anybody in them. */
    private static boolean isAsset(Context ctx) {
        return ctx.method().equals(HandlerType.GET) && ctx.path().startsWith("/assets/");
    }

    private void redeem(Context ctx) {
        String key = ctx.queryParam("key");
        if (key == null || !unusedKeys.remove(key)) {
            throw unauthorized("expected the key of an unused one-time link, found another one");
        }
        String session = fresh();
        Cookie cookie = new Cookie(cookieName(ctx), session + "." + token.sign(session));
        cookie.setPath("/");
        cookie.setMaxAge(COOKIE_SECONDS);
        cookie.setHttpOnly(true);
        cookie.setSecure(ctx.req().isSecure());
        cookie.setSameSite(SameSite.STRICT);
        ctx.cookie(cookie);
        if ("cross-site".equals(ctx.header("Sec-Fetch-Site"))) {
            // A redirect of a cross-site click would come back without the strict cookie.
            ctx.html("<meta http-equiv=\"refresh\" content=\"0; url=/\"><a href=\"/\">Baton</a>");
        } else {
            ctx.redirect("/", HttpStatus.SEE_OTHER);
        }
        ctx.skipRemainingHandlers();
    }

    /** Cookies do not know ports, so two servers of one machine need two names. */
    private static String cookieName(Context ctx) {
        return "baton_" + ctx.req().getLocalPort();
    }

    private void checkHost(Context ctx) {
        String host = ctx.host();
        if (host == null || !accepted(ctx).contains(host.toLowerCase(Locale.ROOT))) {
            throw new Refusal(
                    403,
                    "forbidden",
                    "Host: expected one of " + accepted(ctx) + ", found '"
                            + Refusal.shown(String.valueOf(host)) + "'",
                    "use " + accepted(ctx).getFirst());
        }
    }

    private void checkOrigin(Context ctx, boolean required) {
        String origin = ctx.header("Origin");
        if (origin == null && !required) {
            return;
        }
        String own = ctx.scheme() + "://" + ctx.host();
        if (!own.equalsIgnoreCase(origin)) {
            throw new Refusal(
                    403,
                    "forbidden",
                    "Origin: expected " + own + ", found '" + Refusal.shown(String.valueOf(origin))
                            + "'",
                    "use the board of this server");
        }
    }

    /**
     * With a wildcard address nobody can type what we listen on; the address the connection came in
     * on stands for it. That is a number, so a foreign name cannot be made to point at it.
     */
    private List<String> accepted(Context ctx) {
        int port = ctx.req().getLocalPort();
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

    private static boolean isWrite(Context ctx) {
        return !ctx.method().equals(HandlerType.GET) && !ctx.method().equals(HandlerType.HEAD);
    }

    private static Refusal unauthorized(String message) {
        return new Refusal(
                401,
                "unauthorized",
                "access: " + message,
                "send the text of <data>/token as 'Authorization: Bearer', or open the one-time"
                        + " link that ./baton up prints");
    }

    private String fresh() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
