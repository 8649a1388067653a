package dev.baton.simulation;

import dev.baton.deploy.Environment;
import dev.baton.deploy.EnvironmentSettings;
import dev.baton.deploy.Environments;
import dev.baton.model.DeployAnswer;
import dev.baton.model.Deployment;
import dev.baton.model.Evidence;
import dev.baton.model.Sha;
import dev.baton.simulation.Clones.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is deployed to: holds the commit it was given last, and counts what it was given. */
final class Targets implements Environments {
    static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final Environment.Verification VERIFICATION =
            new Environment.Verification(2, Duration.ofMinutes(2));

    private final World world;
    private final Set<String> names;
    private final Map<String, Sha> now = new LinkedHashMap<>();
    private int rollbacks;
    private boolean nextFails;
    private final Map<String, String> given = new LinkedHashMap<>();

    Targets(World world, Set<String> names) {
        this.world = world;
        this.names = names;
    }

    @Override
    public Map<String, Environment> of(String project) {
        return names.stream()
                .collect(Collectors.toUnmodifiableMap(
                        name -> name, name -> new Target(project + "-" + name)));
    }

    /** How often what was there before was brought back. */
    int rollbacks() {
        return rollbacks;
    }

    /** What an environment, {@code PROJECT-NAME}, was given last; null = nothing. */
    @Nullable
    Sha has(String target) {
        return now.get(target);
    }

    /** Whether the deploy command that ends next fails, whatever it did. */
    void nextFails(boolean fails) {
        nextFails = fails;
    }

    /** A deploy command ends; answers its exit code. */
    int deploys(UnitProcess process, Outcome outcome) {
        Outcome now = nextFails ? Outcome.EXIT_1 : outcome;
        nextFails = false;
        return switch (now) {
            case GOOD -> {
                takes(process);
                yield 0;
            }
            case EXIT_1 -> 1;
            // It says so, and nothing came of it.
            case NO_COMMIT -> 0;
            case CHANGES_REQUESTED -> {
                takes(process);
                yield 1;
            }
            case TORN_VERDICT -> {
                world.network().late("target.deploy", () -> takes(process));
                takes(process);
                yield 0;
            }
        };
    }

    /** By its id: the same deployment again changes nothing. */
    private void takes(UnitProcess process) {
        Map<String, String> environment = process.environment;
        String id = environment.getOrDefault("BATON_DEPLOY_ID", "");
        Sha sha = new Sha(environment.getOrDefault("BATON_SHA", ""));
        String before = given.putIfAbsent(id, process.unit());
        if (process.unit().equals(before)) {
            world.ledger().refused();
            return;
        }
        if (environment.containsKey("BATON_ROLLS_BACK")) {
            rollbacks++;
        }
        now.put(environment.getOrDefault("BATON_TARGET", ""), sha);
        world.ledger().once(new Caller("target/" + id, process.epoch), sha.value());
    }

    private final class Target implements Environment {
        private final String name;

        Target(String name) {
            this.name = name;
        }

        @Override
        public EnvironmentSettings.Source from() {
            return EnvironmentSettings.Source.SETTINGS;
        }

        @Override
        public Path folder() {
            return Path.of("/");
        }

        @Override
        public String start() {
            return "deploy";
        }

        @Override
        public Optional<String> rollback() {
            return Optional.of("deploy");
        }

        @Override
        public Optional<Instant> opensAt(Instant now) {
            return Optional.empty();
        }

        @Override
        public Duration timeout() {
            return TIMEOUT;
        }

        @Override
        public Optional<Verification> verification() {
            return Optional.of(VERIFICATION);
        }

        @Override
        public Probe probe(Deployment deployment) {
            return world.network()
                    .ask(
                            "target.probe",
                            () -> deployment.sha().equals(has())
                                    ? new Healthy("it answers " + has())
                                    : new Unhealthy("it answers " + has()),
                            Unhealthy::new);
        }

        @Override
        public Evidence.DeployStatus status(Deployment deployment) {
            return world.network()
                    .ask(
                            "target.status",
                            () -> new Evidence.DeployStatus(answer(deployment), "it has " + has()),
                            why -> new Evidence.DeployStatus(DeployAnswer.UNKNOWN, why));
        }

        private DeployAnswer answer(Deployment deployment) {
            if (world.units().of(deployment.unit()).lives()) {
                return DeployAnswer.RUNNING;
            }
            if (!given.containsKey(deployment.deployId())) {
                return DeployAnswer.ABSENT;
            }
            return deployment.sha().equals(has()) ? DeployAnswer.HEALTHY : DeployAnswer.FAILED;
        }

        private @Nullable Sha has() {
            return Targets.this.has(name);
        }
    }
}
