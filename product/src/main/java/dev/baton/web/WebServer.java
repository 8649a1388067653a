package dev.baton.web;

import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Listens, and lets the routes answer. Start and stop once each. */
public final class WebServer implements AutoCloseable {
    /** A reader that takes nothing of an answer for so long does not get the rest. */
    private static final Duration TAKEN_WITHIN = Duration.ofSeconds(30);

    private final WebSettings settings;
    private final Access access;
    private final ErrorPages errors;
    private final List<Routes> parts;
    private final Duration takenWithin;
    private final Javalin javalin;

    public WebServer(WebSettings settings, Access access, ErrorPages errors, List<Routes> parts) {
        this(settings, access, errors, parts, TAKEN_WITHIN);
    }

    WebServer(
            WebSettings settings,
            Access access,
            ErrorPages errors,
            List<Routes> parts,
            Duration takenWithin) {
        this.settings = settings;
        this.access = access;
        this.errors = errors;
        this.parts = List.copyOf(parts);
        this.takenWithin = takenWithin;
        this.javalin = Javalin.create(this::configure);
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.prefer405over404 = true;
        // Nothing here is large but logs, and those must not sit in a compressor's buffer.
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setIdleTimeout(takenWithin.toMillis());
        });
        config.routes.before(WebServer::harden);
        config.routes.before(access::admit);
        config.routes.beforeMatched(access::permit);
        new ErrorMapper(errors).add(config.routes);
        parts.forEach(part -> part.add(config.routes));
    }

    private static void harden(io.javalin.http.Context ctx) {
        ctx.header("X-Content-Type-Options", "nosniff");
        // Not "no-referrer": with it browsers send a form's Origin as "null", which is refused.
        ctx.header("Referrer-Policy", "same-origin");
        ctx.header("Cache-Control", "no-store");
        // No page of another origin, or of another port, gets a hold of a window or of an answer.
        ctx.header("Cross-Origin-Opener-Policy", "same-origin");
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        ctx.header("Origin-Agent-Cluster", "?1");
        ctx.header(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                        + " connect-src 'self'; form-action 'self'; base-uri 'none';"
                        + " frame-ancestors 'none'");
    }

    /** Listens when it returns. */
    public void start() {
        try {
            javalin.start(settings.host(), settings.port());
        } catch (JavalinBindException e) {
            throw cannotListen(e);
        }
    }

    private PermanentFailure cannotListen(JavalinBindException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String listen = settings.authority(settings.port());
        boolean used = String.valueOf(root.getMessage()).contains("in use");
        return new PermanentFailure(
                FailureCode.SETTINGS,
                "listen " + listen + ": expected a free port, found "
                        + (used ? "it in use" : root.getMessage())
                        + ". Next: stop what listens there, or set server.listen in baton.yaml",
                e);
    }

    /** Where people find the board. */
    public String board() {
        return settings.origin(javalin.port());
    }

    /** Where clients can reach it, with the actual port. */
    public URI url() {
        String host = settings.wildcard() ? "127.0.0.1" : settings.host();
        return URI.create(
                "http://" + new WebSettings(host, javalin.port()).authority(javalin.port()));
    }

    @Override
    public void close() {
        parts.forEach(Routes::stop);
        javalin.stop();
    }
}
