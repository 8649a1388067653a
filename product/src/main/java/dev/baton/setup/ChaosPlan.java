package dev.baton.setup;

import dev.baton.setup.Shot.Trigger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * All kills of one demo, spread over its journey; half of them by the clock. The same seed gives
 * the same plan; where exactly each one hits is up to the machine.
 */
record ChaosPlan(long seed, List<Shot> shots) {
    /** Named, so that a seed means the same with every JDK. */
    private static final String ALGORITHM = "L64X128MixRandom";

    /** Where the bad moments are; they get every other of the kills that are set off by a line. */
    private static final Trigger WORST = Trigger.INTENT;

    private static final List<Trigger> OTHERS = List.of(
            Trigger.CONFIRMED,
            Trigger.ACQUIRED,
            Trigger.MOVE,
            Trigger.RUN_ENDED,
            Trigger.FIRST_LINE);

    ChaosPlan {
        shots = List.copyOf(shots);
    }

    /**
     * @param kills how many, at least one
     * @param milestones effects that the journey has
     */
    static ChaosPlan of(long seed, int kills, int milestones) {
        RandomGenerator random =
                RandomGeneratorFactory.<RandomGenerator>of(ALGORITHM).create(seed);
        List<Trigger> triggers = triggers(random, kills);
        List<Shot> shots = new ArrayList<>();
        for (int i = 0; i < kills; i++) {
            int milestone = (int) ((i + random.nextDouble()) * milestones / kills);
            shots.add(new Shot(milestone, triggers.get(i), random.nextDouble()));
        }
        return new ChaosPlan(seed, shots);
    }

    private static List<Trigger> triggers(RandomGenerator random, int kills) {
        List<Trigger> triggers = new ArrayList<>();
        for (int i = 0; i < kills / 2; i++) {
            triggers.add(i % 2 == 0 ? Trigger.CLOCK : Trigger.RESTART);
        }
        for (int i = 0; i < kills - kills / 2; i++) {
            triggers.add(i % 2 == 0 ? WORST : OTHERS.get(random.nextInt(OTHERS.size())));
        }
        Collections.shuffle(triggers, random);
        // The end of the journey waits for no clock; an effect is about to happen there.
        Collections.swap(triggers, triggers.lastIndexOf(WORST), kills - 1);
        // The first start has nothing to recover from.
        for (int i = 1; i < kills - 1 && triggers.getFirst() == Trigger.RESTART; i++) {
            Collections.swap(triggers, 0, i);
        }
        return triggers;
    }

    /** How many have to hit an open intent or a recovery: three of ten. */
    int worstMin() {
        return shots.size() * 3 / 10;
    }
}
