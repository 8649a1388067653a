package dev.baton.web.rest;

import dev.baton.model.Hold;
import dev.baton.web.AccessRole;
import dev.baton.web.Answer;
import dev.baton.web.HoldDesk;
import dev.baton.web.Routes;

import io.javalin.config.RoutesConfig;

/** Look at merge queues, hold one, let go of it. */
public final class MergeLeaseRoutes implements Routes {
    private static final String PATH = "/api/v1/merge-lease";

    private final MergeLeases leases;
    private final HoldDesk desk;

    public MergeLeaseRoutes(MergeLeases leases, HoldDesk desk) {
        this.leases = leases;
        this.desk = desk;
    }

    @Override
    public void add(RoutesConfig routes) {
        Holding holding = new Holding(desk, Hold.Kind.BASE);
        routes.get(PATH, ctx -> Answer.json(ctx, leases.view()), AccessRole.VIEWER);
        routes.post(PATH + "/hold", holding::hold, AccessRole.OPERATOR);
        routes.post(PATH + "/release", holding::release, AccessRole.OPERATOR);
    }
}
