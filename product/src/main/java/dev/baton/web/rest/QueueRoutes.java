package dev.baton.web.rest;

import dev.baton.api.Block;
import dev.baton.api.MergeLeaseView;
import dev.baton.api.QueueView;
import dev.baton.api.TransitionLeaseView;
import dev.baton.model.Owner;
import dev.baton.model.PermanentFailure;
import dev.baton.model.QueuePlace;
import dev.baton.model.Task;
import dev.baton.model.TransientFailure;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.StoreUnavailable;
import dev.baton.store.WorkReads;
import dev.baton.web.AccessRole;
import dev.baton.web.Answer;
import dev.baton.web.Routes;

import io.javalin.config.RoutesConfig;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Who holds what and what waits. Reads only; a block that cannot be read says so by itself. */
public final class QueueRoutes implements Routes {
    private static final String API = "/api/v1";

    private final Store store;
    private final QueueParts parts;
    private final InstantSource clock;

    public QueueRoutes(Store store, QueueParts parts, InstantSource clock) {
        this.store = store;
        this.parts = parts;
        this.clock = clock;
    }

    @Override
    public void add(RoutesConfig routes) {
        // CONTRACT names the bare path too; scripts of operators use it.
        Stream.of("/queue", API + "/queue")
                .forEach(path ->
                        routes.get(path, ctx -> Answer.json(ctx, queue()), AccessRole.VIEWER));
        routes.get(API + "/merge-lease", ctx -> Answer.json(ctx, mergeLease()), AccessRole.VIEWER);
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
                block(this::mergeLease),
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
                true, null, held, parts.takeovers().getAsLong(), parts.forced().getAsLong());
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

    private MergeLeaseView mergeLease() {
        return store.read(QueueRoutes::mergeLease);
    }

    private static MergeLeaseView mergeLease(Reads reads) {
        List<MergeLeaseView.Held> held = new ArrayList<>();
        List<MergeLeaseView.Place> waiting = new ArrayList<>();
        Map<List<String>, Integer> behind = new HashMap<>();
        for (QueuePlace place : inOrder(reads)) {
            String key = reads.tasks()
                    .byId(place.task())
                    .map(Task::key)
                    .orElseThrow(() -> new IllegalStateException(
                            "merge queue: expected task " + place.task() + ", found none"));
            Instant headAt = place.headAt();
            if (headAt != null) {
                held.add(new MergeLeaseView.Held(
                        place.project(), place.base(), key, place.visit(), headAt));
            } else {
                int position =
                        behind.merge(List.of(place.project(), place.base()), 1, Integer::sum);
                waiting.add(new MergeLeaseView.Place(
                        place.project(),
                        place.base(),
                        key,
                        place.visit(),
                        place.priority(),
                        position,
                        place.joinedAt()));
            }
        }
        return new MergeLeaseView(false, null, held, waiting, 0);
    }

    /** Every queue in the order its places become head. */
    private static List<QueuePlace> inOrder(Reads reads) {
        return reads.queue().all().stream()
                .map(place -> List.of(place.project(), place.base()))
                .distinct()
                .flatMap(q -> reads.queue().queue(q.get(0), q.get(1)).stream())
                .toList();
    }
}
