package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Command;
import dev.baton.model.Deployment;
import dev.baton.model.DeploymentState;
import dev.baton.model.EffectKind;
import dev.baton.model.Event;
import dev.baton.model.MergeCandidate;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.Sha;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The class of incident that Baton is there for. An agent exits 0 at {@code deploy-staging}, the
 * heavy work runs for minutes after that exit was recorded, and meanwhile a webhook, the run
 * monitor, the reaper past its grace, the lease reaper, the scan, the reconciler and a restarted
 * server each try the same transition. There is one merge of one candidate, one coverage ratchet,
 * one image, one deploy to each environment, no rollback, and the task is done.
 *
 * <p>Seen red: with owners taken from the living (each held step), with the finalizer's liveness
 * off (the deferrals), with the epoch taken out of the guards of owner, ownerless record and stage
 * change together (every late write), and with a journal that applies what it inherits without
 * asking (each death). One of these guards alone is not missed here: the others, the stage and the
 * key at the resource stand behind it; the contract of the store sees each by itself.
 */
@Tag("slow")
class IncidentTest extends DriverBench {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** So long every process of that stage lives, and so long a held step of an owner takes. */
    private static final int HEAVY_MINUTES = 5;

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

    private final AtomicLong nanos = new AtomicLong();

    /** Reached before and after every write of every server. */
    private World.Point writes = name -> {};

    private final Map<String, Integer> ages = new HashMap<>();
    private final List<HandDrivenServer> servers = new ArrayList<>();

    IncidentTest() {
        super(PipelineParser.parse("standard", stagingWithAgent()).orFail());
    }

    /** The preset with what it proposes for that stage. */
    private static String stagingWithAgent() {
        return Presets.yaml("standard", "./test")
                .replace("# role: deployer", "role: deployer")
                .replace("# - coverage", "- coverage")
                .replace("# - image", "- image");
    }

    @BeforeEach
    void startServer() {
        restart();
    }

    /** A new incarnation; the servers before it are the ones that may still have work in hand. */
    private HandDrivenServer restart() {
        long incarnation = committed(database.write(
                "start",
                tx -> Store.Step.commit(tx.tasks()
                        .startIncarnation(
                                "host", new ProcessIdentity(1, 1, "boot"), clock.instant()))));
        HandDrivenServer server = new HandDrivenServer(
                new HandDrivenServer.Outside(
                        new Touched(database, name -> writes.reached(name)), world, clock, nanos),
                incarnation,
                pipeline,
                conditional(world.hands()));
        servers.add(server);
        return server;
    }

    private HandDrivenServer server() {
        return servers.getLast();
    }

    /** A minute passes, everybody tries, processes grow old and end. */
    private void minute(TaskId id) {
        nanos.addAndGet(MINUTE.toNanos());
        server().tryAll(id, MINUTE);
        world.living.forEach(unit -> ages.merge(unit, 1, Integer::sum));
        int minutes = atStaging(id) ? HEAVY_MINUTES : 0;
        if (world.living.stream().anyMatch(unit -> ages.getOrDefault(unit, 0) > minutes)) {
            world.endAll();
        }
    }

    private void untilDone(TaskId id) {
        for (int i = 0; i < 30 * HEAVY_MINUTES && !task(id).status().terminal(); i++) {
            minute(id);
        }
    }

    private boolean atStaging(TaskId id) {
        return task(id).stage().name().equals("deploy-staging");
    }

    /** The heavy work is a run: nobody owns the task, and everybody may try. */
    @Test
    void whileTheHeavyWorkIsARun() {
        TaskId id = file();
        int heavyMinutes = 0;
        for (int i = 0; i < 30 * HEAVY_MINUTES && !task(id).status().terminal(); i++) {
            minute(id);
            if (atStaging(id) && exited("deployer") && !world.living.isEmpty()) {
                heavyMinutes++;
                assertThat(task(id).owner()).isNull();
                HandDrivenServer before = server();
                restart().tryAll(id, Duration.ZERO);
                before.tryAll(id, Duration.ZERO);
            }
        }
        assertThat(heavyMinutes).isGreaterThanOrEqualTo(4 * HEAVY_MINUTES);
        assertOnce(id);
    }

    private boolean exited(String job) {
        return world.ended.keySet().stream().anyMatch(unit -> unit.contains("-" + job + "-"));
    }

    /**
     * The heavy work is a step of a living owner. While it takes the result, the run is over and
     * not taken, and the reaper defers to it, once a round.
     */
    @ParameterizedTest
    @ValueSource(strings = {"collect", "build", "merge"})
    void whileALivingOwnerWorks(String step) {
        TaskId id = file();
        int[] held = {0};
        world.point = name -> {
            if (held[0] == 0 && is(name, step)) {
                while (held[0]++ < HEAVY_MINUTES) {
                    long epoch = task(id).epoch();
                    nanos.addAndGet(MINUTE.toNanos());
                    server().tryAll(id, MINUTE);
                    assertThat(task(id).epoch()).isEqualTo(epoch);
                }
            }
        };
        untilDone(id);
        assertThat(held[0]).isGreaterThan(HEAVY_MINUTES);
        long deferred = servers.stream()
                .mapToLong(server -> server.reaper.figures().now().deferred())
                .sum();
        assertThat(deferred).isEqualTo(step.equals("collect") ? HEAVY_MINUTES : 0);
        assertOnce(id);
    }

    /**
     * Points of the heavy work at that stage: before anything of it has happened outside, or, with
     * "after", when nobody has written yet that it has.
     */
    private static boolean is(String point, String step) {
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

    /** The server is restarted in the middle of its step, and the old one never comes back. */
    @ParameterizedTest
    @MethodSource("steps")
    void whenTheOwnerDiesInTheMiddle(String step) {
        TaskId id = file();
        boolean[] died = {false};
        world.point = name -> {
            if (!died[0] && is(name, step)) {
                died[0] = true;
                nanos.addAndGet(2 * MINUTE.toNanos());
                throw new Crash(name);
            }
        };
        for (int i = 0; i < 30 * HEAVY_MINUTES && !task(id).status().terminal(); i++) {
            try {
                minute(id);
            } catch (Crash e) {
                restart();
            }
        }
        assertThat(died[0]).isTrue();
        assertOnce(id);
    }

    /**
     * The same, but the old owner was only asleep: when it wakes up, the new one has gone as far as
     * it can, and the step is carried out late.
     */
    @ParameterizedTest
    @MethodSource("steps")
    void whenTheOldOwnerWakesUpLate(String step) {
        TaskId id = file();
        boolean[] slept = {false};
        world.point = name -> {
            if (!slept[0] && is(name, step)) {
                slept[0] = true;
                nanos.addAndGet(2 * MINUTE.toNanos());
                restart().tryAll(id, MINUTE);
            }
        };
        untilDone(id);
        assertThat(slept[0]).isTrue();
        assertOnce(id);
    }

    /**
     * An owner or a nudge falls asleep between what it read and what it writes, again and again;
     * each time the next server goes as far as it can before the write is tried late.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void whenWritesComeLate(int nth) {
        TaskId id = file();
        int[] count = {0};
        boolean[] asleep = {false};
        writes = name -> {
            if (name.startsWith("before ")
                    && !asleep[0]
                    && atStaging(id)
                    && count[0]++ % 5 == nth) {
                asleep[0] = true;
                restart().tryAll(id, Duration.ZERO);
                asleep[0] = false;
            }
        };
        untilDone(id);
        assertThat(count[0]).isGreaterThan(40);
        assertOnce(id);
    }

    /**
     * W19 and W20: a person stops the task while an owner is on its way to merge; what is said of
     * the merge is what the base shows, however late that owner arrives.
     */
    @Test
    void w19AStopAnswersForAMergeThatIsOnItsWay() {
        TaskId id = file();
        Sha before = world.base;
        world.point = name -> {
            if (name.startsWith("on the way ") && name.contains("/merge/")) {
                world.point = other -> {};
                command(id, Command.Kind.STOP, null);
                restart().tryAll(id, MINUTE);
                assertThat(task(id).status()).isEqualTo(TaskStatus.CANCELLED);
            }
        };
        untilDone(id);
        assertThat(task(id).status()).isEqualTo(TaskStatus.CANCELLED);
        assertThat(events(id).getLast().data())
                .contains("merge: never will", "deploy to staging: happened as SHOP-staging-1 of ");
        assertThat(world.base).isEqualTo(before);
        assertSound(id);
    }

    private void assertOnce(TaskId id) {
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
        assertThat(events(id))
                .extracting(Event::type)
                .doesNotContain("returned", "revoked", "outside");
        assertThat(events(id))
                .filteredOn(event -> !GOING_ROUND.contains(event.type()))
                .extracting(event -> event.visit() + " " + event.type() + " " + event.data())
                .doesNotHaveDuplicates();
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
