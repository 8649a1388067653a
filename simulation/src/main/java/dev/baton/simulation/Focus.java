package dev.baton.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What happens more often in some schedules, since it is too rare in the others to meet. */
enum Focus {
    ANYTHING,
    /** Commits on their way into environments. */
    DEPLOYS,
    /** A push to the base that is still under way while people move the base, or stop the task. */
    LANDING;

    private static final int ONE_OF = 8;
    private static final List<Fault> UNDER_WAY =
            List.of(Fault.DELAYED, Fault.LANDS_AFTER_DEATH, Fault.REQUEST_LOST, Fault.PAUSE);
    private static final List<Fault> ALL = List.of(Fault.values());

    /** The same for the same seed, however much of its schedule is left. */
    static Focus of(long seed) {
        if (Course.of(seed) == Course.STANDARD) {
            return DEPLOYS;
        }
        return Math.floorMod(seed, ONE_OF) == ONE_OF / 2 ? LANDING : ANYTHING;
    }

    /** How often a move happens; 0 = never. */
    int weight(Move.Kind kind) {
        return switch (this) {
            case ANYTHING -> kind == Move.Kind.BREAK_DEPLOY ? 0 : kind.weight();
            case DEPLOYS -> kind.weight();
            case LANDING ->
                switch (kind) {
                    case BREAK_DEPLOY -> 0;
                    case PERSON_PUSHES, PERSON_ROLLS_BACK, COMMAND -> 5 + kind.weight();
                    case LAND -> 2 * kind.weight();
                    default -> kind.weight();
                };
        };
    }

    int weights() {
        return Arrays.stream(Move.Kind.values()).mapToInt(this::weight).sum();
    }

    List<Fault> faults() {
        return this == LANDING ? UNDER_WAY : ALL;
    }

    /** The call that a fault waits for; null = the next one that comes. */
    @Nullable
    String at(Fault fault) {
        return this == LANDING && fault.strikesAt(Place.CALL) ? "forge.land" : null;
    }

    /** Rounds without a fault before the first one, so that faults meet every stage. */
    int ahead(SplittableRandom random) {
        return switch (this) {
            case ANYTHING -> random.nextInt(9);
            case DEPLOYS -> random.nextInt(28);
            case LANDING -> 3 + random.nextInt(3);
        };
    }
}
