package dev.baton.web.rest;

import dev.baton.api.EnvironmentsView;
import dev.baton.model.Deployment;
import dev.baton.model.EnvironmentRules;
import dev.baton.model.EnvironmentState;
import dev.baton.model.Hold;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.web.AccessRole;
import dev.baton.web.Answer;
import dev.baton.web.HoldDesk;
import dev.baton.web.Routes;
import io.javalin.config.RoutesConfig;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Look at environments, hold one, let go of it. */
public final class EnvironmentRoutes implements Routes {
    private static final String PATH = "/api/v1/environments";

    private final Store store;
    private final EnvironmentFacts facts;
    private final HoldDesk desk;
    private final InstantSource clock;

    public EnvironmentRoutes(
            Store store, EnvironmentFacts facts, HoldDesk desk, InstantSource clock) {
        this.store = store;
        this.facts = facts;
        this.desk = desk;
        this.clock = clock;
    }

    @Override
    public void add(RoutesConfig routes) {
        Holding holding = new Holding(desk, Hold.Kind.ENVIRONMENT);
        routes.get(PATH, ctx -> Answer.json(ctx, view()), AccessRole.VIEWER);
        routes.post(PATH + "/hold", holding::hold, AccessRole.OPERATOR);
        routes.post(PATH + "/release", holding::release, AccessRole.OPERATOR);
    }

    private EnvironmentsView view() {
        Instant now = clock.instant();
        return store.read(reads -> new EnvironmentsView(facts.at(now).entrySet().stream()
                .flatMap(project -> project.getValue().stream()
                        .map(rules -> environment(reads, project.getKey(), rules)))
                .sorted(Comparator.comparing(EnvironmentsView.Environment::project)
                        .thenComparing(EnvironmentsView.Environment::name))
                .toList()));
    }

    private static EnvironmentsView.Environment environment(
            Reads reads, String project, EnvironmentRules rules) {
        String name = rules.environment();
        Deployment open = of(reads.deployments().environments(project).stream(), name);
        Deployment healthy = reads.deployments().healthy(project).stream()
                .filter(line -> line.environment().equals(name))
                .findFirst()
                .orElse(null);
        List<Hold> holds = reads.holds().active(Hold.Kind.ENVIRONMENT, project, name);
        return new EnvironmentsView.Environment(
                project,
                name,
                healthy == null ? null : line(healthy, healthy.finishedAt()),
                open == null ? null : line(open, open.startedAt()),
                rules.opensAt(),
                holds.stream().map(MergeLeases::hold).toList());
    }

    private static @Nullable Deployment of(Stream<EnvironmentState> states, String name) {
        return states.filter(state -> state.environment().equals(name))
                .findFirst()
                .map(EnvironmentState::open)
                .orElse(null);
    }

    private static EnvironmentsView.Line line(Deployment line, @Nullable Instant since) {
        return new EnvironmentsView.Line(
                line.deployId(),
                line.taskKey(),
                line.sha().value(),
                line.state().name(),
                since == null ? line.startedAt() : since);
    }
}
