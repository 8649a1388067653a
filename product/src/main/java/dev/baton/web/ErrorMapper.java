package dev.baton.web;

import dev.baton.api.ErrorView;
import dev.baton.model.PermanentFailure;
import dev.baton.model.TransientFailure;
import dev.baton.store.StoreUnavailable;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a request threw into the one form of error. The only broad catch of the web. */
final class ErrorMapper {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);
    private static final String NEXT = ". Next: ";
    private static final String SEE_LOG = "look at the server's log";

    private final ErrorPages pages;

    ErrorMapper(ErrorPages pages) {
        this.pages = pages;
    }

    void add(RoutesConfig routes) {
        routes.exception(
                Refusal.class,
                (e, ctx) -> answer(ctx, e.status(), view(e.code(), text(e), e.next())));
        routes.exception(StoreUnavailable.class, (e, ctx) -> {
            LOG.warn("{} {}: store: {}", ctx.method(), ctx.path(), e.toString());
            answer(ctx, 503, ErrorView.of("unavailable", text(e), SEE_LOG));
        });
        routes.exception(
                TransientFailure.class,
                (e, ctx) -> answer(ctx, 503, view("unavailable", text(e), "try again")));
        routes.exception(
                PermanentFailure.class,
                (e, ctx) -> answer(ctx, 422, view("unprocessable", text(e), "./baton doctor")));
        routes.exception(HttpResponseException.class, this::ofTheFramework);
        routes.exception(Exception.class, (e, ctx) -> {
            LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
            answer(
                    ctx,
                    500,
                    ErrorView.of(
                            "internal",
                            ctx.method() + " " + Refusal.shown(ctx.path())
                                    + ": expected an answer, found a fault of the server",
                            SEE_LOG));
        });
    }

    /** A message of another part may end with its own next step. */
    private static ErrorView view(String code, String message, @Nullable String next) {
        int cut = message.lastIndexOf(NEXT);
        return cut < 0
                ? ErrorView.of(code, message, next)
                : ErrorView.of(
                        code, message.substring(0, cut), message.substring(cut + NEXT.length()));
    }

    private void ofTheFramework(HttpResponseException e, Context ctx) {
        String request = ctx.method() + " " + Refusal.shown(ctx.path());
        ErrorView view = switch (e.getStatus()) {
            case 404 ->
                ErrorView.of(
                        "not_found",
                        request + ": expected a known path, found none",
                        "GET /api/v1/tasks");
            case 405 ->
                ErrorView.of("method_not_allowed", request + ": expected another method", null);
            default -> ErrorView.of("refused", request + ": " + e.getMessage(), null);
        };
        answer(ctx, e.getStatus(), view);
    }

    private void answer(Context ctx, int status, ErrorView view) {
        if (ctx.res().isCommitted()) {
            return;
        }
        if (status == 401) {
            ctx.header("WWW-Authenticate", "Bearer realm=\"baton\"");
        }
        ctx.status(status);
        if (wantsPage(ctx)) {
            ctx.html(pages.page(status, view));
        } else {
            Answer.json(ctx, view);
        }
    }

    /** A person at a browser; scripts and the API get JSON. */
    static boolean wantsPage(Context ctx) {
        String accept = ctx.header("Accept");
        return accept != null && accept.contains("text/html") && !ctx.path().startsWith("/api/");
    }

    private static String text(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }
}
