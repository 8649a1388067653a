package dev.baton.web.rest;

import dev.baton.api.HoldRequest;
import dev.baton.api.ReleaseRequest;
import dev.baton.model.Hold;
import dev.baton.model.ProcessIdentity;
import dev.baton.web.Access;
import dev.baton.web.Answer;
import dev.baton.web.HoldDesk;
import dev.baton.web.Refusal;
import io.javalin.http.Context;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a request says of a hold, and what it is answered. */
final class Holding {
    private final HoldDesk desk;
    private final Hold.Kind kind;

    Holding(HoldDesk desk, Hold.Kind kind) {
        this.desk = desk;
        this.kind = kind;
    }

    void hold(Context ctx) {
        HoldRequest request = JsonBody.read(ctx, HoldRequest.class)
                .orElseThrow(() -> Refusal.invalid(
                        "body: expected a JSON object with a reason, found nothing",
                        "{\"why\": \"…\"}"));
        answer(
                ctx.status(201),
                desk.hold(new HoldDesk.Wish(
                        kind,
                        request.project(),
                        kind == Hold.Kind.BASE ? request.base() : request.environment(),
                        Objects.requireNonNullElse(request.why(), ""),
                        Access.actorOr(ctx, request.by()),
                        process(request.process()))));
    }

    void release(Context ctx) {
        ReleaseRequest request = JsonBody.read(ctx, ReleaseRequest.class)
                .orElseGet(() -> new ReleaseRequest(null, null, null, null, null));
        answer(
                ctx,
                desk.release(new HoldDesk.Release(
                        kind,
                        request.id(),
                        request.project(),
                        kind == Hold.Kind.BASE ? request.base() : request.environment(),
                        Access.actorOr(ctx, request.by()))));
    }

    private static @Nullable ProcessIdentity process(HoldRequest.@Nullable Identity process) {
        if (process == null) {
            return null;
        }
        Long pid = process.pid();
        Long start = process.start();
        String boot = process.osBootId();
        if (pid == null || start == null || boot == null) {
            throw Refusal.invalid(
                    "field 'process': expected pid, start and os_boot_id, found less", null);
        }
        return new ProcessIdentity(pid, start, boot);
    }

    private static void answer(Context ctx, HoldDesk.Answered answered) {
        switch (answered) {
            case HoldDesk.Done(var hold) -> Answer.json(ctx, MergeLeases.hold(hold));
            case HoldDesk.Refused refused -> throw refusal(refused);
        }
    }

    private static Refusal refusal(HoldDesk.Refused refused) {
        return switch (refused.why()) {
            case INVALID -> Refusal.invalid(refused.message(), null);
            case NOT_FOUND -> new Refusal(404, "not_found", refused.message(), null);
            case CONFLICT -> new Refusal(409, "conflict", refused.message(), null);
        };
    }
}
