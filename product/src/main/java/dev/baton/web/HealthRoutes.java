package dev.baton.web;

import dev.baton.api.ReadyView;
import dev.baton.store.Store;
import dev.baton.store.StoreUnavailable;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /healthz}: the process answers. {@code /readyz}: it does its work, or why not. */
public final class HealthRoutes implements Routes {
    private final Store store;
    private final Supplier<List<String>> notReady;

    /**
     * @param notReady every reason why a loop or another part does not work now; asked each time
     */
    public HealthRoutes(Store store, Supplier<List<String>> notReady) {
        this.store = store;
        this.notReady = notReady;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/healthz", ctx -> Answer.json(ctx, Map.of("status", "ok")), AccessRole.VIEWER);
        routes.get("/readyz", this::ready, AccessRole.VIEWER);
    }

    private void ready(Context ctx) {
        List<String> reasons = new ArrayList<>(notReady.get());
        store().ifPresent(reasons::addFirst);
        Answer.json(
                ctx.status(reasons.isEmpty() ? 200 : 503),
                new ReadyView(reasons.isEmpty(), reasons));
    }

    /** What is wrong with the database: one that is away for a while comes back by itself. */
    private Optional<String> store() {
        if (!store.healthy()) {
            return Optional.of("store: expected durable writes, found a failed one; the server has"
                    + " to be started again");
        }
        try {
            store.read(reads -> reads.tasks().incarnation(0));
            return Optional.empty();
        } catch (StoreUnavailable e) {
            return Optional.of("store: " + e.getMessage());
        }
    }
}
