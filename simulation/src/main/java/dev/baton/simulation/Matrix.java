package dev.baton.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Every point of the code that a few plain schedules pass, with every fault that can strike there,
 * when it is passed for the first time, and once more when it is passed again afterwards.
 */
final class Matrix {
    private static final int STANDARD = 0;
    private static final int QUICK = 1;
    private static final int ROUNDS = 9;

    private final Database database = new Database(Database.image());
    private final Map<String, List<Violation>> violations = new LinkedHashMap<>();
    private int cells;
    private int covered;
    private int schedules;

    int cells() {
        return cells;
    }

    /** Cells in which the fault struck. */
    int covered() {
        return covered;
    }

    int schedules() {
        return schedules;
    }

    /** By the cell. */
    Map<String, List<Violation>> violations() {
        return violations;
    }

    void run() {
        Set<String> seen = new LinkedHashSet<>();
        for (Schedule script : scripts()) {
            Map<String, Integer> points = new TreeMap<>(play(script, null).points());
            points.keySet().removeAll(seen);
            seen.addAll(points.keySet());
            points.keySet().forEach(point -> cellsOf(script, point));
        }
    }

    private void cellsOf(Schedule script, String point) {
        Place place = Place.valueOf(point.substring(0, point.indexOf(' ')));
        for (Fault fault : Fault.values()) {
            if (fault.strikesAt(place)) {
                for (int times = 1; times <= 2; times++) {
                    cell(script, point, fault, times);
                }
            }
        }
    }

    private void cell(Schedule script, String point, Fault fault, int times) {
        Strike strike = new Strike(point, fault, times);
        Outcomes outcomes = play(script, strike);
        cells++;
        if (strike.struck > 0) {
            covered++;
        }
        if (!outcomes.holds() || strike.struck == 0) {
            violations.put(
                    "%s at %s, %d times, schedule %d"
                            .formatted(fault, point, times, scripts().indexOf(script)),
                    outcomes.violations());
        }
    }

    private Outcomes play(Schedule script, @Nullable Strike strike) {
        schedules++;
        Episode episode =
                new Episode(script, new Fenced(Course.of(script.seed())), database, Trace.NONE);
        if (strike != null) {
            episode.world().fibers().watch(strike, strike.fault == Fault.PAUSE);
        }
        return episode.run();
    }

    /** Strikes where it is told, as often as it is told. */
    private static final class Strike implements Fibers.PointWatch {
        private final String point;
        private final Fault fault;
        private final int times;
        private int struck;

        Strike(String point, Fault fault, int times) {
            this.point = point;
            this.fault = fault;
            this.times = times;
        }

        @Override
        public @Nullable Fault at(Fiber fiber, Place place, String name) {
            if (struck >= times || !point.equals(place + " " + name)) {
                return null;
            }
            struck++;
            return fault;
        }
    }

    /** The ordinary way of both pipelines, and what persons, machines and bases do to it. */
    private static List<Schedule> scripts() {
        List<Schedule> scripts = new ArrayList<>();
        scripts.add(script(QUICK, ROUNDS));
        scripts.add(script(STANDARD, ROUNDS));
        for (int kind = 0; kind < 7; kind++) {
            for (int ahead = 1; ahead <= 3; ahead += 2) {
                scripts.add(script(QUICK, ahead, move(Move.Kind.COMMAND, 0, kind)));
            }
        }
        scripts.add(script(QUICK, 3, move(Move.Kind.PERSON_PUSHES, 0, 0)));
        scripts.add(script(QUICK, 2, move(Move.Kind.CONFLICT, 0, 0)));
        scripts.add(script(QUICK, 3, move(Move.Kind.DIRTY, 0, 0)));
        scripts.add(script(QUICK, 1, move(Move.Kind.WORK, 0, 0), move(Move.Kind.BREAK_RUN, 0, 0)));
        scripts.add(script(STANDARD, 6, move(Move.Kind.CRASH, 0, 0), move(Move.Kind.REBOOT, 0, 0)));
        return scripts;
    }

    private static Move move(Move.Kind kind, int a, int b) {
        return new Move(kind, a, b, null);
    }

    private static Schedule script(long seed, int ahead, Move... then) {
        List<Move> moves = new ArrayList<>(List.of(move(Move.Kind.FILE, 0, 0)));
        for (int i = 0; i < ahead; i++) {
            moves.add(move(Move.Kind.ROUND, 1, 0));
        }
        moves.addAll(List.of(then));
        moves.add(move(Move.Kind.ROUND, 1, 0));
        return new Schedule(seed, IntStream.range(0, moves.size()).boxed().toList(), moves);
    }
}
