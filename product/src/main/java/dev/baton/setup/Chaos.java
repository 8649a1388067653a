package dev.baton.setup;

import dev.baton.setup.Readiness.Came;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Kills the server of a demo by the plan and starts it again. Its runs are processes of their own
 * and live on. Where a kill hit is read from the history once there is a server again that can be
 * asked. For one thread.
 */
final class Chaos implements Disturbance {
    /** An intent is open for a tenth of a second or so. */
    private static final Duration NEAR = Duration.ofMillis(8);

    private static final Duration FAR = Duration.ofMillis(100);

    private final ChaosPlan plan;
    private final ShotQueue queue;
    private final Victim victim;
    private final Surroundings around;
    private final Interruption interruption;
    private final Consumer<Kill> tell;
    private final List<Hit> hits = new ArrayList<>();
    private final List<Kill> kills = new ArrayList<>();
    private Instant startedAt = Instant.MIN;
    private Duration wholeStart;
    private int fired;

    /**
     * @param wholeStart how long the first start took until the server was ready
     * @param tell gets each kill once it is known where it hit
     */
    Chaos(
            ChaosPlan plan,
            Course course,
            Victim victim,
            Duration wholeStart,
            Surroundings around,
            Interruption interruption,
            Consumer<Kill> tell) {
        this.plan = plan;
        this.queue = new ShotQueue(plan, course);
        this.victim = victim;
        this.wholeStart = wholeStart;
        this.around = around;
        this.interruption = interruption;
        this.tell = tell;
    }

    /** A kill of which it is not known yet where it hit. */
    private record Hit(
            int number,
            Shot shot,
            Duration delay,
            boolean ready,
            Instant killedStart,
            Instant nextStart,
            Set<String> lived,
            Duration away) {
        Kill understood(DemoHistory history) {
            DemoHistory durable = history.before(nextStart);
            Set<String> inherited = history.before(killedStart).open();
            KillPoint point = KillRule.of(durable, ready, inherited);
            return new Kill(number, shot.trigger(), delay, point, durable.open(), lived, away);
        }
    }

    ChaosOutcome outcome() {
        return new ChaosOutcome(plan, kills);
    }

    @Override
    public void heard(DemoHistory history) {
        if (hits.isEmpty()) {
            return;
        }
        for (Hit hit : hits) {
            Kill kill = hit.understood(history);
            kills.add(kill);
            queue.hit(kill.point());
            tell.accept(kill);
        }
        hits.clear();
        queue.started(history.before(startedAt), nanos());
    }

    @Override
    public Duration act(DemoHistory history, boolean done) {
        Optional<Shot> due = queue.due(history, done, nanos());
        if (due.isPresent()) {
            Shot shot = due.get();
            if (shot.trigger().byClock() || !interruption.within(shot.delay())) {
                shoot(shot, history);
            }
        }
        return queue.isEmpty() ? FAR : NEAR;
    }

    @Override
    public boolean over() {
        return queue.isEmpty() && hits.isEmpty();
    }

    /** Kills, starts, and kills again while it starts if that is the plan. */
    private void shoot(Shot first, DemoHistory history) {
        Shot shot = first;
        Duration delay = first.delay();
        boolean ready = true;
        while (true) {
            long from = nanos();
            Set<String> lived = victim.kill();
            Instant killedStart = startedAt;
            startedAt = around.clock().instant();
            victim.startAgain();
            Optional<Shot> next = queue.whileStarting(history);
            Duration wait = next.map(n -> n.delay(wholeStart)).orElse(wholeStart);
            Came came = next.isPresent() ? victim.within(wait) : victim.await();
            Duration away = Duration.ofNanos(nanos() - from);
            hits.add(new Hit(++fired, shot, delay, ready, killedStart, startedAt, lived, away));
            if (next.isEmpty() || came == Came.INTERRUPTION) {
                return;
            }
            shot = next.get();
            delay = wait;
            ready = came == Came.READY;
        }
    }

    private long nanos() {
        return around.nanos().getAsLong();
    }
}
