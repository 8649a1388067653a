package dev.baton.web.rest;

import dev.baton.api.ReleaseView;
import dev.baton.engine.Nudge;
import dev.baton.engine.Releases;
import dev.baton.model.Event;
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

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A person takes a task from its owner, unless that one has just been put in the place of another
 * whom a person took it from. By compare-and-set on the epoch the person saw, else on the
 * one read now: an owner who came later is never touched.
 */
public final class LeaseRoutes implements Routes {
    private static final String RELEASE = "/transition-lease/release";
    private static final String LIST = "./baton lease list";

    private final Store store;
    private final Releases releases;
    private final Nudge nudge;
    private final InstantSource clock;

    public LeaseRoutes(Store store, Releases releases, Nudge nudge, InstantSource clock) {
        this.store = store;
        this.releases = releases;
        this.nudge = nudge;
        this.clock = clock;
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
        switch (releases.release(task, Access.actor(ctx))) {
            case Releases.Taken(Owner from, long epoch) -> {
                nudge.nudge(task.id(), Access.actor(ctx));
                Answer.json(ctx, new ReleaseView(key, QueueRoutes.held(task, from), epoch));
            }
            case Releases.Changed changed ->
                throw conflict("%s: expected epoch %d, found that it moved meanwhile"
                        .formatted(key, task.epoch()));
            case Releases.TooSoon(Owner holder, Event before, Duration left) ->
                throw tooSoon(task, holder, before, left);
        }
    }

    /** The time is for people: the rule itself asks no clock that can jump. */
    private Refusal tooSoon(Task task, Owner holder, Event before, Duration left) {
        return new Refusal(
                409,
                "refused",
                ("release %s: expected that a step ended since %s, when %s released it, found"
                                + " activity %d of incarnation %d (%s) still at it. It may be"
                                + " released again from %s on, or once that step ended")
                        .formatted(
                                task.key(),
                                seconds(before.at()),
                                before.actor(),
                                holder.activity(),
                                holder.incarnation(),
                                holder.actor(),
                                seconds(clock.instant().plus(left).plusSeconds(1))),
                "./baton explain " + task.key());
    }

    private static Instant seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
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
