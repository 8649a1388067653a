package dev.baton.web.rest;

import dev.baton.api.Block;
import dev.baton.api.QueueView;
import dev.baton.api.TransitionLeaseView;
import dev.baton.model.Owner;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Task;
import dev.baton.model.TransientFailure;
import dev.baton.store.Store;
import dev.baton.store.StoreUnavailable;
import dev.baton.store.WorkReads;
import dev.baton.web.AccessRole;
import dev.baton.web.Answer;
import dev.baton.web.Routes;

import io.javalin.config.RoutesConfig;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Who holds what and what waits. Reads only; a block that cannot be read says so by itself. */
public final class QueueRoutes implements Routes {
    private static final String API = "/api/v1";

    private final Store store;
    private final QueueParts parts;
    private final MergeLeases leases;
    private final InstantSource clock;

    public QueueRoutes(Store store, QueueParts parts, MergeLeases leases, InstantSource clock) {
        this.store = store;
        this.parts = parts;
        this.leases = leases;
        this.clock = clock;
    }

    @Override
    public void add(RoutesConfig routes) {
        // CONTRACT names the bare path too; scripts of operators use it.
        Stream.of("/queue", API + "/queue")
                .forEach(path ->
                        routes.get(path, ctx -> Answer.json(ctx, queue()), AccessRole.VIEWER));
        routes.get(
                API + "/transition-lease",
                ctx -> Answer.json(ctx, transitionLease()),
                AccessRole.VIEWER);
    }

    /** What {@code GET /queue} says; the queue page shows the same. */
    public QueueView queue() {
        return new QueueView(
                block(this::jobs),
                block(parts.reaper()),
                block(this::transitionLease),
                block(leases::view),
                block(parts.reconciler()),
                block(parts.verifier()),
                block(parts.outbox()));
    }

    /** What a part cannot say is that part's error alone. */
    private static <T> Block<T> block(Supplier<T> part) {
        try {
            return new Block.Shown<>(part.get());
        } catch (StoreUnavailable | TransientFailure | PermanentFailure | IllegalStateException e) {
            return new Block.Failed<>(String.valueOf(e.getMessage()));
        }
    }

    private QueueView.Jobs jobs() {
        WorkReads.Load load = store.read(reads -> reads.work().load(clock.instant()));
        return new QueueView.Jobs(load.queued(), load.running(), load.oldest().toSeconds());
    }

    private TransitionLeaseView transitionLease() {
        List<TransitionLeaseView.Held> held = store.read(reads -> reads.tasks().held()).stream()
                .map(task ->
                        held(task, Objects.requireNonNull(task.owner(), "held tasks have one")))
                .toList();
        return new TransitionLeaseView(
                parts.protection().enabled(),
                parts.protection().projects(),
                held,
                parts.takeovers().getAsLong(),
                parts.forced().getAsLong());
    }

    static TransitionLeaseView.Held held(Task task, Owner owner) {
        return new TransitionLeaseView.Held(
                task.key(),
                owner.incarnation(),
                owner.activity(),
                owner.actor(),
                owner.step(),
                task.epoch(),
                owner.since());
    }
}
