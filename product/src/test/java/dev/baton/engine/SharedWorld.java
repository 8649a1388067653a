package dev.baton.engine;

import dev.baton.model.EffectKind;
import dev.baton.model.Run;

import java.util.List;

/**
 * One outside for several engines: each resource takes a request as a whole, and takes a key it has
 * already applied for what it is. Only what changed something is counted.
 */
final class SharedWorld {
    private final World world = new World();

    Hands hands() {
        Hands alone = world.hands();
        List<EffectPerformer> performers = alone.performers().values().stream()
                .<EffectPerformer>map(Shared::new)
                .toList();
        return new Hands(
                Hands.byKind(performers),
                (task, stage, run) -> {
                    synchronized (world) {
                        return alone.collector().collect(task, stage, run);
                    }
                },
                new CleanCommits((task, n, pipeline) -> {
                    synchronized (world) {
                        return alone.candidates().build(task, n, pipeline);
                    }
                }),
                run -> {
                    synchronized (world) {
                        return alone.launcher().stop(run);
                    }
                },
                alone.gates(),
                alone.limits(),
                alone.deploys());
    }

    /** The process ends now, if it has not before; its exit code. */
    int end(Run run) {
        synchronized (world) {
            world.endAll();
            return world.end(run.unit()).exitCode();
        }
    }

    long applied(EffectKind kind) {
        synchronized (world) {
            String word = "/" + kind.word() + "/";
            return world.applied.keySet().stream()
                    .filter(key -> (key + "/").contains(word))
                    .count();
        }
    }

    private final class Shared implements EffectPerformer {
        private final EffectPerformer alone;

        Shared(EffectPerformer alone) {
            this.alone = alone;
        }

        @Override
        public EffectKind kind() {
            return alone.kind();
        }

        @Override
        public Observation observe(Order order) {
            synchronized (world) {
                return alone.observe(order);
            }
        }

        @Override
        public Application apply(Order order) {
            synchronized (world) {
                if (alone.observe(order) instanceof Happened happened) {
                    return happened;
                }
                return alone.apply(order);
            }
        }

        @Override
        public Observation settle(Order order) {
            synchronized (world) {
                return alone.settle(order);
            }
        }
    }
}
