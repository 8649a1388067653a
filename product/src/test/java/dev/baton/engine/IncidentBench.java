package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Deployment;
import dev.baton.model.DeploymentState;
import dev.baton.model.EffectKind;
import dev.baton.model.Event;
import dev.baton.model.MergeCandidate;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.TaskId;
import dev.baton.pipeline.PipelineParser;
import dev.baton.pipeline.Presets;
import dev.baton.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;

/**
 * The preset {@code standard} with what it proposes for staging, and the servers that try to carry
 * one task through it: what the incident is made of.
 */
abstract class IncidentBench extends DriverBench {
    static final Duration MINUTE = Duration.ofMinutes(1);

    /** So long every process of that stage lives, and so long a held step of an owner takes. */
    static final int HEAVY_MINUTES = 5;

    /** What may be said again in one visit; everything else is something that was done. */
    private static final Set<String> GOING_ROUND = Set.of("acquired", "yielded", "waiting");

    private static final List<String> EFFECTS = List.of(
            "1/run/analyst",
            "1/push",
            "2/run/architect",
            "2/push",
            "3/run/developer",
            "3/run/tests",
            "3/push",
            "3/change-request",
            "4/run/reviewer",
            "5/run/tester",
            "6/run/deployer",
            "6/run/merge-test",
            "6/run/coverage",
            "6/run/image",
            "6/deploy/staging",
            "6/merge",
            "7/deploy/production");

    private static final List<String> STAGES = List.of(
            "analysis",
            "architecture",
            "development",
            "review",
            "testing",
            "deploy-staging",
            "deploy",
            "done");

    private static final String STAGING_VISIT = "/6/";

    final AtomicLong nanos = new AtomicLong();

    /** Of every server from the next start on. */
    HandDrivenServer.Selected selected = HandDrivenServer.Selected.USUAL;

    /** Reached before and after every write of every server. */
    World.Point writes = name -> {};

    private final Map<String, Integer> ages = new HashMap<>();
    final List<HandDrivenServer> servers = new ArrayList<>();

    IncidentBench() {
        super(PipelineParser.parse("standard", stagingWithAgent()).orFail());
    }

    /** The preset with what it proposes for that stage. */
    private static String stagingWithAgent() {
        return Presets.yaml("standard", "./test", false)
                .replace("# role: deployer", "role: deployer")
                .replace("# - coverage", "- coverage")
                .replace("# - image", "- image");
    }

    @BeforeEach
    void startServer() {
        restart();
    }

    /** A new incarnation; the servers before it are the ones that may still have work in hand. */
    HandDrivenServer restart() {
        long incarnation = committed(database.write(
                "start",
                tx -> Store.Step.commit(tx.tasks()
                        .startIncarnation(
                                "host", new ProcessIdentity(1, 1, "boot"), clock.instant()))));
        HandDrivenServer server = new HandDrivenServer(
                new HandDrivenServer.Outside(
                        new Touched(database, name -> writes.reached(name)), world, clock, nanos),
                selected,
                incarnation,
                pipeline,
                conditional(world.hands()));
        servers.add(server);
        return server;
    }

    HandDrivenServer server() {
        return servers.getLast();
    }

    /** A minute passes, everybody tries, processes grow old and end. */
    void minute(TaskId id) {
        nanos.addAndGet(MINUTE.toNanos());
        server().tryAll(id, MINUTE);
        world.living.forEach(unit -> ages.merge(unit, 1, Integer::sum));
        int minutes = atStaging(id) ? HEAVY_MINUTES : 0;
        if (world.living.stream().anyMatch(unit -> ages.getOrDefault(unit, 0) > minutes)) {
            world.endAll();
        }
    }

    void untilDone(TaskId id) {
        for (int i = 0; i < 30 * HEAVY_MINUTES && !task(id).status().terminal(); i++) {
            minute(id);
        }
    }

    boolean atStaging(TaskId id) {
        return task(id).stage().name().equals("deploy-staging");
    }

    boolean exited(String job) {
        return world.ended.keySet().stream().anyMatch(unit -> unit.contains("-" + job + "-"));
    }

    /**
     * Points of the heavy work at that stage: before anything of it has happened outside, or, with
     * "after", when nobody has written yet that it has.
     */
    static boolean is(String point, String step) {
        if (step.startsWith("after ")) {
            return point.startsWith("after ")
                    && point.contains(STAGING_VISIT)
                    && point.contains("/" + step.substring("after ".length()) + "/");
        }
        return switch (step) {
            case "collect" -> point.startsWith("collect ") && point.contains("-deployer-");
            case "build" -> point.startsWith("build ");
            default ->
                point.startsWith("on the way ")
                        && point.contains(STAGING_VISIT)
                        && point.contains("/" + step + "/");
        };
    }

    /** Where an owner may die or fall asleep. */
    static List<String> steps() {
        return List.of(
                "collect",
                "build",
                "run",
                "deploy",
                "merge",
                "after run",
                "after deploy",
                "after merge");
    }

    void assertOnce(TaskId id) {
        assertEffectsOnce(id);
        assertThat(events(id))
                .extracting(Event::type)
                .doesNotContain("returned", "revoked", "outside");
        assertThat(events(id))
                .filteredOn(event -> !GOING_ROUND.contains(event.type()))
                .extracting(event -> event.visit() + " " + event.type() + " " + event.data())
                .doesNotHaveDuplicates();
    }

    /** Whatever was said and taken on the way. */
    void assertEffectsOnce(TaskId id) {
        assertLanded(id);
        assertThat(applied()).containsExactlyInAnyOrderElementsOf(EFFECTS);
        List<MergeCandidate> candidates = database.read(r -> r.gates().candidates(id, 6));
        assertThat(candidates).hasSize(1);
        List<Deployment> ledger = database.read(reads -> reads.deployments().of(id));
        assertThat(ledger)
                .filteredOn(deployment -> deployment.state() != DeploymentState.CANCELLED)
                .extracting(Deployment::environment, Deployment::state)
                .containsExactly(
                        Tuple.tuple("staging", DeploymentState.HEALTHY),
                        Tuple.tuple("production", DeploymentState.HEALTHY));
        assertThat(events(id))
                .filteredOn(event -> event.type().equals("committed"))
                .extracting(Event::data)
                .containsExactlyElementsOf(STAGES);
        assertThat(world.endedByForce).isEmpty();
    }

    /** Without the task's number, the ordinal and the commit. */
    private List<String> applied() {
        return world.applied.keySet().stream()
                .map(key -> key.replaceAll("^\\d+/", "")
                        .replaceAll("/[0-9a-f]{40}", "")
                        .replaceAll("/\\d+$", ""))
                .toList();
    }

    /**
     * What the real resources refuse and the world only counts: a branch that is there already, an
     * open change request, a base that has the marker.
     */
    private Hands conditional(Hands hands) {
        List<EffectPerformer> performers = hands.performers().values().stream()
                .<EffectPerformer>map(performer -> new Conditional(performer, world))
                .toList();
        return new Hands(
                Hands.byKind(performers),
                hands.collector(),
                hands.candidates(),
                hands.launcher(),
                hands.gates(),
                hands.limits(),
                hands.deploys());
    }

    private record Conditional(EffectPerformer performer, World world) implements EffectPerformer {
        @Override
        public EffectKind kind() {
            return performer.kind();
        }

        @Override
        public Observation observe(Order order) {
            return performer.observe(order);
        }

        @Override
        public Application apply(Order order) {
            String key = order.key().toString();
            world.point.reached("on the way " + key);
            return kind().doubt() == EffectKind.Doubt.APPLY_AGAIN && world.applied.containsKey(key)
                    ? new Happened("it is there already", null)
                    : performer.apply(order);
        }

        @Override
        public Observation settle(Order order) {
            return performer.settle(order);
        }
    }
}
