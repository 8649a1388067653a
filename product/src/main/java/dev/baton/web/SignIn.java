package dev.baton.web;

import dev.baton.api.LoginLinkView;
import dev.baton.api.SessionView;
import dev.baton.model.BoardSession;
import dev.baton.model.BoardSession.Grant;
import dev.baton.model.BoardSession.Means;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How browsers get in and out: links and codes are made by somebody who is in, redeemed once, and
 * become sessions, which are listed and ended one by one. Safe for use by many threads.
 */
public final class SignIn {
    /** Where a browser redeems what it was given. */
    public static final String PATH = "/login";

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@-]{0,59}");
    private static final Pattern ORIGIN_KEY = Pattern.compile("[0-9a-f]{64}");
    private static final String ANOTHER = "./baton login-link, for another one";

    private final Holders holders;
    private final LoginLinks links;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final Attempts attempts;

    SignIn(
            Holders holders,
            LoginLinks links,
            Sessions sessions,
            SessionCookie cookie,
            Attempts attempts) {
        this.holders = holders;
        this.links = links;
        this.sessions = sessions;
        this.cookie = cookie;
        this.attempts = attempts;
    }

    /** Path and query of a one-time link in the name of the server's own token. */
    public String firstLink() {
        Holder own = holders.named(Holder.OWN).orElseThrow();
        return link(links.make(own.grant(own.role())));
    }

    private static String link(LoginLinks.Pair pair) {
        return PATH + "?key=" + pair.key();
    }

    /**
     * A link and a code for another browser.
     *
     * @param role null = that of the one who asks
     * @param name in whose name it acts; null = the one who asks
     */
    public LoginLinkView link(Context ctx, @Nullable AccessRole role, @Nullable String name) {
        Who who = Access.who(ctx);
        Grant grant = grant(who, role, name);
        LoginLinks.Pair pair = links.make(grant);
        return new LoginLinkView(
                Access.origin(ctx) + link(pair),
                pair.code(),
                Access.origin(ctx) + PATH,
                grant.person(),
                word(grant.role()),
                LoginLinks.LIFETIME.toSeconds());
    }

    private Grant grant(Who who, @Nullable AccessRole role, @Nullable String name) {
        AccessRole wanted = role == null ? who.role() : role;
        if (!who.role().covers(wanted)) {
            throw forbidden("a role up to " + who.role().word(), wanted.word());
        }
        Grant own = who.grant();
        if (name == null || name.equals(own.person())) {
            return new Grant(own.person(), own.holder(), own.holderMark(), wanted.kept());
        }
        if (!NAME.matcher(name).matches()) {
            throw Refusal.invalid(
                    "field 'name': expected up to 60 letters, digits, spaces and ._@-, found '"
                            + Refusal.shown(name) + "'",
                    null);
        }
        if (!own.holder().equals(Holder.OWN)) {
            throw forbidden("your own name, " + own.person(), name);
        }
        return holders.named(name)
                .map(holder -> holder.grant(wanted))
                .orElseGet(() -> new Grant(name, own.holder(), own.holderMark(), wanted.kept()));
    }

    private static Refusal forbidden(String expected, String found) {
        return new Refusal(
                403,
                "forbidden",
                "login link: expected " + expected + ", found " + found,
                "./baton login-link");
    }

    /** Whether a link can be used still. A look does not use it up: programs preview links. */
    public void check(Context ctx, String key) {
        if (!links.knows(key)) {
            throw wrong(ctx, Attempts.Kind.LINK);
        }
    }

    /**
     * Signs the browser in that asks, in place of the session that it has.
     *
     * @param key of a link; null = a code was typed
     * @param originKey what the browser keeps for the board's origin; null = it has no JavaScript
     */
    public void in(
            Context ctx, @Nullable String key, @Nullable String code, @Nullable String originKey) {
        if (originKey != null && !ORIGIN_KEY.matcher(originKey).matches()) {
            throw Refusal.invalid("field 'origin-key': expected 64 hexadecimal digits", null);
        }
        Grant grant = key == null
                ? byCode(ctx, Objects.requireNonNullElse(code, ""))
                : links.redeem(Means.LINK, key).orElseThrow(() -> wrong(ctx, Attempts.Kind.LINK));
        for (String secret : cookie.read(ctx)) {
            sessions.find(secret).ifPresent(old -> sessions.revoke(old.row().id()));
        }
        cookie.write(
                ctx,
                sessions.open(
                        grant,
                        key == null ? Means.CODE : Means.LINK,
                        originKey,
                        UserAgent.brief(ctx.userAgent())));
    }

    private Grant byCode(Context ctx, String code) {
        if (!attempts.mayTryCode()) {
            throw Attempts.tooMany("codes", "use the link that came with the code");
        }
        return links.redeem(Means.CODE, Secrets.typed(code))
                .orElseThrow(() -> wrong(ctx, Attempts.Kind.CODE));
    }

    private Refusal wrong(Context ctx, Attempts.Kind kind) {
        return attempts.refusal(
                ctx,
                kind,
                "access: expected a " + kind.word()
                        + " that was not used and is not older than "
                        + LoginLinks.LIFETIME.toMinutes() + " minutes, found another one",
                ANOTHER);
    }

    /** Ends the session of the browser that asks. */
    public void out(Context ctx) {
        Access.Viewer viewer = Access.viewer(ctx);
        if (viewer != null) {
            sessions.revoke(viewer.session());
        }
        cookie.clear(ctx);
    }

    /** The sessions of the one who asks; an admin sees all. */
    public List<SessionView> list(Context ctx) {
        Who who = Access.who(ctx);
        Who.Browser browser = who.browser();
        long current = browser == null ? -1 : browser.row().id();
        return sessions.all().stream()
                .filter(live -> sees(who, live.row()))
                .map(live -> view(live, current))
                .toList();
    }

    private static boolean sees(Who who, BoardSession session) {
        return who.role().covers(AccessRole.ADMIN) || who.owns(session);
    }

    private static SessionView view(Sessions.Live live, long current) {
        BoardSession row = live.row();
        return new SessionView(
                row.id(),
                row.grant().person(),
                live.role().word(),
                row.means().name().toLowerCase(Locale.ROOT),
                row.originKey() != null,
                row.device(),
                row.id() == current,
                row.createdAt(),
                row.lastSeenAt(),
                row.expiresAt());
    }

    /** Ends a session that the one who asks can see. */
    public void revoke(Context ctx, String id) {
        long number;
        try {
            number = Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw noSession(id);
        }
        Sessions.Live live = sessions.find(number)
                .filter(found -> sees(Access.who(ctx), found.row()))
                .orElseThrow(() -> noSession(id));
        sessions.revoke(live.row().id());
    }

    private static Refusal noSession(String id) {
        return new Refusal(
                404,
                "not_found",
                "session '" + Refusal.shown(id)
                        + "': expected one that is signed in, found none of that number",
                "./baton session list");
    }

    private static String word(BoardSession.Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
