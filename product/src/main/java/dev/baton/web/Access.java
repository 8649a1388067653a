package dev.baton.web;

import dev.baton.model.Ticker;
import dev.baton.store.Store;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what: the one place that decides, for every request, known path or not.
 *
 * <p>A client proves itself by a token, under any name of the server. A browser proves itself by
 * the cookie of its session, at the board's own origin only. A write of a browser carries two more
 * things: the token of the page, and the key that the browser keeps for this origin. Cookies know
 * no ports, so a server on another port of this machine may be sent the cookie; it is never sent
 * the key.
 *
 * <p>The order of answers is 401 (who are you), 403 (not from here, not you), then those of the
 * routes. Safe for use by many threads.
 */
public final class Access {
    private static final String WHO = "baton.who";
    private static final String ORIGIN = "baton.origin";
    private static final String ADMISSION = "baton.admission";
    private static final String BEARER = "bearer ";
    private static final String PAGE_TOKEN = "page-token";
    private static final String ORIGIN_KEY = "origin-key";

    private final boolean openMetrics;
    private final Hosts hosts;
    private final Holders holders;
    private final Attempts attempts;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final SignIn signIn;

    /**
     * @param token the server's own, which may do everything
     * @param others who has a token beside it
     */
    public Access(
            WebSettings settings,
            AccessToken token,
            List<Holder> others,
            Store store,
            InstantSource clock,
            Ticker ticker,
            RandomGenerator random) {
        Secrets secrets = new Secrets(random);
        this.openMetrics = settings.openMetrics();
        this.hosts = new Hosts(settings);
        this.holders = new Holders(token, others);
        this.attempts = new Attempts(ticker);
        this.sessions = new Sessions(store, holders, clock, secrets);
        this.cookie = new SessionCookie(hosts);
        this.signIn =
                new SignIn(holders, new LoginLinks(secrets, ticker), sessions, cookie, attempts);
    }

    /** How browsers get in and out. */
    public SignIn signIn() {
        return signIn;
    }

    /** Wrong tokens, sessions, links and codes since the start, for figures. */
    public long failures() {
        return attempts.failures();
    }

    /** Who asks: 401, then 403. Runs before every request. */
    void admit(Context ctx) {
        ctx.attribute(ORIGIN, hosts.origin(ctx));
        if (isOpen(ctx)) {
            hosts.check(ctx);
            if (isWrite(ctx)) {
                hosts.checkOrigin(ctx, true);
            }
            ctx.attribute(WHO, Who.ANYBODY);
            return;
        }
        Who who = Optional.ofNullable(byToken(ctx))
                .or(() -> bySession(ctx))
                .orElseThrow(() -> unauthorized(ctx));
        hosts.check(ctx);
        if (isWrite(ctx)) {
            checkWrite(ctx, who);
        }
        ctx.attribute(WHO, who);
        ctx.attribute(ADMISSION, admission(who));
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
            throw new Refusal(
                    403,
                    "forbidden",
                    ctx.method() + " " + Refusal.shown(ctx.path()) + ": expected the role "
                            + needed.word() + ", found " + who(ctx).role().word(),
                    "use a token of that role");
        }
    }

    /** The name of the one who asks, for histories. */
    public static String actor(Context ctx) {
        return who(ctx).name();
    }

    /** The same, but whoever uses the server's own token, which names nobody, may say a name. */
    public static String actorOr(Context ctx, @Nullable String said) {
        String actor = actor(ctx);
        return said == null || said.isBlank() || !actor.equals(Holder.OWN) ? actor : said;
    }

    /** The board's own origin, for addresses that are shown to people. */
    public static String origin(Context ctx) {
        return String.valueOf(ctx.<String>attribute(ORIGIN));
    }

    /** Whoever looks at a page: in whose name, and what its forms have to send; null = nobody. */
    public static @Nullable Viewer viewer(Context ctx) {
        Who who = ctx.attribute(WHO);
        Who.Browser browser = who == null ? null : who.browser();
        return who == null || browser == null
                ? null
                : new Viewer(who.name(), who.role(), browser.row().id(), browser.pageToken());
    }

    /**
     * Somebody at a browser.
     *
     * @param pageToken to be sent with every form
     */
    public record Viewer(String name, AccessRole role, long session, String pageToken) {}

    static Who who(Context ctx) {
        Who who = ctx.attribute(WHO);
        return who == null ? Who.ANYBODY : who;
    }

    /** Whether the one who was let in would be let in still; for answers that go on for long. */
    static BooleanSupplier admission(Context ctx) {
        BooleanSupplier admission = ctx.attribute(ADMISSION);
        return admission == null ? () -> true : admission;
    }

    private BooleanSupplier admission(Who who) {
        Who.Browser browser = who.browser();
        return browser == null
                ? () -> true
                : () -> sessions.find(browser.row().id()).isPresent();
    }

    /** What is the same for everybody, and the way in. */
    private boolean isOpen(Context ctx) {
        String path = ctx.path();
        if (path.equals(SignIn.PATH)) {
            return hosts.isBoard(ctx) && (!isWrite(ctx) || ctx.method().equals(HandlerType.POST));
        }
        return !isWrite(ctx)
                && (path.startsWith("/assets/")
                        || path.equals("/healthz")
                        || path.equals("/readyz")
                        || (openMetrics && path.equals("/metrics")));
    }

    private @Nullable Who byToken(Context ctx) {
        List<String> sent = Collections.list(ctx.req().getHeaders("Authorization"));
        if (sent.isEmpty()) {
            return null;
        }
        String line = sent.getFirst();
        String token = sent.size() == 1 && line.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? AccessToken.firstWord(line.substring(BEARER.length()))
                : "";
        return holders.withToken(token)
                .map(Who::of)
                .orElseThrow(() -> attempts.refusal(
                        ctx,
                        Attempts.Kind.TOKEN,
                        "access: expected the token of this server, found another one",
                        "send the first word of <data>/token as 'Authorization: Bearer'"));
    }

    /** A session counts at the board's own origin, and only where no other page made it ask. */
    private Optional<Who> bySession(Context ctx) {
        List<String> sent =
                hosts.isBoard(ctx) && !Hosts.causedElsewhere(ctx) ? cookie.read(ctx) : List.of();
        for (String secret : sent) {
            Optional<Sessions.Live> live = sessions.find(secret);
            if (live.isPresent()) {
                sessions.renew(live.get().row());
                return Optional.of(Who.of(live.get(), secret));
            }
        }
        if (!sent.isEmpty()) {
            throw attempts.refusal(
                    ctx,
                    Attempts.Kind.SESSION,
                    "access: expected a session that is signed in, found one that is over",
                    "./baton login-link, for another one");
        }
        return Optional.empty();
    }

    private void checkWrite(Context ctx, Who who) {
        Who.Browser browser = who.browser();
        hosts.checkOrigin(ctx, browser != null);
        if (browser == null) {
            return;
        }
        String token = sent(ctx, PAGE_TOKEN);
        if (token == null || !Secrets.same(browser.pageToken(), token)) {
            throw forbiddenWrite("the token of the page", "load the page again");
        }
        if (!Sessions.keyOf(browser.row(), sent(ctx, ORIGIN_KEY))) {
            throw forbiddenWrite(
                    "the key that this browser keeps for the board",
                    "allow JavaScript, or sign in again: ./baton login-link");
        }
    }

    /** Scripts send a header, forms a field. */
    private static @Nullable String sent(Context ctx, String name) {
        String header = ctx.header("Baton-" + name);
        return header != null || !ctx.isFormUrlencoded() ? header : ctx.formParam(name);
    }

    private static Refusal forbiddenWrite(String expected, String next) {
        return new Refusal(
                403, "forbidden", "access: expected " + expected + ", found another or none", next);
    }

    private static boolean isWrite(Context ctx) {
        return !ctx.method().equals(HandlerType.GET) && !ctx.method().equals(HandlerType.HEAD);
    }

    /** A person who came by a wrong door is shown the right one. */
    private Refusal unauthorized(Context ctx) {
        String address = ctx.path() + (ctx.queryString() == null ? "" : "?" + ctx.queryString());
        if (!hosts.isBoard(ctx) && ErrorMapper.wantsPage(ctx)) {
            return unauthorized(
                    "access: the board has a name of its own, where alone a browser can be signed"
                            + " in. If your browser does not find it: add '127.0.0.1 "
                            + WebSettings.LOOPBACK_NAME + "' to /etc/hosts",
                    hosts.origin(ctx) + address);
        }
        if (!isWrite(ctx) && Hosts.causedElsewhere(ctx) && ErrorMapper.wantsPage(ctx)) {
            return unauthorized(
                    "access: a page of another origin led here, and sessions do not count then",
                    hosts.origin(ctx) + address);
        }
        return unauthorized(
                "access: expected 'Authorization: Bearer TOKEN', or a browser that is signed in,"
                        + " found neither",
                "./baton login-link, for a browser; --token-file <data>/token, for a client");
    }

    private static Refusal unauthorized(String message, String next) {
        return new Refusal(401, "unauthorized", message, next);
    }
}
