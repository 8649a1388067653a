package dev.baton.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What happens, in order.
 *
 * @param seed it was drawn from
 * @param kept which of the drawn moves are in it, ascending
 */
record Schedule(long seed, List<Integer> kept, List<Move> moves) {
    private static final int MOVES_MIN = 6;
    private static final int MOVES_MORE_MAX = 16;

    /** Of ten pieces of code so many meet a fault. */
    private static final int FAULTY = 8;

    /** What others did meanwhile is where most goes wrong. */
    private static final int PAUSES_MORE = 7;

    Schedule {
        kept = List.copyOf(kept);
        moves = List.copyOf(moves);
    }

    static Schedule of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Move> moves = new ArrayList<>();
        // One task is enough for most, and more cost time; the merge queue needs two.
        Focus focus = Focus.of(seed);
        int tasks =
                1 + random.nextInt(10) / (focus == Focus.DEPLOYS ? 3 : 8) + random.nextInt(10) / 9;
        for (int task = 0; task < tasks; task++) {
            moves.add(new Move(Move.Kind.FILE, task, 0, null));
        }
        int ahead = focus.ahead(random);
        for (int round = 0; round < ahead; round++) {
            moves.add(new Move(Move.Kind.ROUND, 1, 0, null));
        }
        int more = MOVES_MIN + random.nextInt(MOVES_MORE_MAX);
        for (int i = 0; i < more; i++) {
            moves.add(move(random, focus));
        }
        return new Schedule(seed, IntStream.range(0, moves.size()).boxed().toList(), moves);
    }

    /** Only those moves of the drawn ones. */
    Schedule keep(List<Integer> wanted) {
        List<Integer> left = kept.stream().filter(wanted::contains).toList();
        return new Schedule(
                seed, left, left.stream().map(i -> moves.get(kept.indexOf(i))).toList());
    }

    /** The options that run it again. */
    String again() {
        return "--seed %d --keep %s"
                .formatted(
                        seed, kept.stream().map(Object::toString).collect(Collectors.joining(",")));
    }

    private static Move move(SplittableRandom random, Focus focus) {
        Move.Kind kind = kind(random.nextInt(focus.weights()), focus);
        int a = random.nextInt(1000);
        int b = random.nextInt(1000);
        // Drawn in any case, so that the moves after it do not depend on it.
        Armed fault = fault(random, focus);
        return new Move(kind, a, b, kind.runsCode() ? fault : null);
    }

    private static Move.Kind kind(int drawn, Focus focus) {
        int left = drawn;
        for (Move.Kind kind : Move.Kind.values()) {
            left -= focus.weight(kind);
            if (left < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("drawn " + drawn + " of " + focus.weights());
    }

    private static @Nullable Armed fault(SplittableRandom random, Focus focus) {
        List<Fault> faults = focus.faults();
        boolean none = random.nextInt(10) >= FAULTY;
        int drawn = random.nextInt(faults.size() + PAUSES_MORE);
        Fault fault = drawn < faults.size() ? faults.get(drawn) : Fault.PAUSE;
        // Sooner is likelier: most code passes few points.
        int once = random.nextInt(reach(fault));
        int again = random.nextInt(reach(fault));
        String at = focus.at(fault);
        if (none) {
            return null;
        }
        return at == null ? new Armed(fault, Math.min(once, again)) : new Armed(fault, 0, at);
    }

    /** About as many points as one drive passes. */
    private static int reach(Fault fault) {
        return switch (fault) {
            case PAUSE -> 10;
            case THREAD_DIES, CRASH -> 20;
            case CRASH_INSIDE, THREAD_DIES_INSIDE -> 30;
            case BUSY, COMMIT_REPLY_LOST, IO_ERROR, IO_ERROR_AFTER_COMMIT, READ_FAILS -> 6;
            case REQUEST_LOST, REPLY_LOST, DELAYED, DOUBLED, LANDS_AFTER_DEATH -> 4;
        };
    }
}
