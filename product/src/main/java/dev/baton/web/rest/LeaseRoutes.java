package dev.baton.web.rest;

import dev.baton.api.ReleaseView;
import dev.baton.engine.Nudge;
import dev.baton.engine.Revocations;
import dev.baton.model.Owner;
import dev.baton.model.Task;
import dev.baton.store.Store;
import dev.baton.web.Access;
import dev.baton.web.AccessRole;
import dev.baton.web.Answer;
import dev.baton.web.Refusal;
import dev.baton.web.Routes;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A person takes a task from its owner. By compare-and-set on the epoch the person saw, else on the
 * one read now: an owner who came later is never touched.
 */
public final class LeaseRoutes implements Routes {
    private static final String RELEASE = "/transition-lease/release";
    private static final String LIST = "./baton lease list";

    private final Store store;
    private final Revocations revocations;
    private final Nudge nudge;

    public LeaseRoutes(Store store, Revocations revocations, Nudge nudge) {
        this.store = store;
        this.revocations = revocations;
        this.nudge = nudge;
    }

    @Override
    public void add(RoutesConfig routes) {
        // CONTRACT names the bare path too; scripts of operators use it.
        Stream.of(RELEASE, "/api/v1" + RELEASE)
                .forEach(path -> routes.post(path, this::release, AccessRole.OPERATOR));
    }

    private void release(Context ctx) {
        String key = ctx.queryParam("work_item");
        if (key == null || key.isBlank()) {
            throw Refusal.invalid(
                    "query 'work_item': expected the key of a task, found nothing",
                    "POST " + RELEASE + "?work_item=SHOP-12");
        }
        OptionalLong expected = epoch(ctx);
        Task task = store.read(
                reads -> reads.tasks().byKey(key).orElseThrow(() -> Refusal.noTask(key)));
        Owner owner = task.owner();
        if (owner == null) {
            throw conflict(key + ": expected an owner, found none");
        }
        if (expected.isPresent() && expected.getAsLong() != task.epoch()) {
            throw conflict("%s: expected epoch %d, found %d, held by %s since %s"
                    .formatted(
                            key, expected.getAsLong(), task.epoch(), owner.actor(), owner.since()));
        }
        switch (revocations.revoke(task, Access.actor(ctx), "released by a person")) {
            case Revocations.Taken(Owner from, long epoch) -> {
                nudge.nudge(task.id(), Access.actor(ctx));
                Answer.json(ctx, new ReleaseView(key, QueueRoutes.held(task, from), epoch));
            }
            case Revocations.Changed changed ->
                throw conflict("%s: expected epoch %d, found that it moved meanwhile"
                        .formatted(key, task.epoch()));
        }
    }

    private static OptionalLong epoch(Context ctx) {
        String text = ctx.queryParam("epoch");
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw Refusal.invalid(
                    "query 'epoch': expected a number, found '" + Refusal.shown(text) + "'", LIST);
        }
    }

    private static Refusal conflict(String message) {
        return new Refusal(409, "conflict", "release " + message, LIST);
    }
}
