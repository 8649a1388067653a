package dev.baton.setup;

import dev.baton.setup.Shot.Trigger;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Says which shot is due. Keeps to the plan while it can; near the end of the journey, or when too
 * few kills hit where it hurts, it aims anew: a server that is killed before it is ready does
 * nothing, so there is always room for another kill. For one thread.
 */
final class ShotQueue {
    private final Deque<Shot> left;
    private final Course course;
    private final int worstMin;
    private int worst;
    private boolean armed;
    private int armedLine;
    private long armedNanos;

    ShotQueue(ChaosPlan plan, Course course) {
        this.left = new ArrayDeque<>(plan.shots());
        this.course = course;
        this.worstMin = plan.worstMin();
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    /** Where an earlier shot hit; until this is known it counts as the least. */
    void hit(KillPoint point) {
        if (point == KillPoint.RECOVERY || point == KillPoint.INTENT_UNCONFIRMED) {
            worst++;
        }
    }

    /** The shot for a server that is starting; it is taken. */
    Optional<Shot> whileStarting(DemoHistory history) {
        if (left.isEmpty()) {
            return Optional.empty();
        }
        boolean end = course.ending(history)
                || (left.size() > 1 && history.confirmed() >= course.milestones() - 1);
        boolean planned = left.getFirst().trigger() == Trigger.RESTART;
        return planned || end || left.size() <= missing()
                ? Optional.of(take().aimedAt(Trigger.RESTART))
                : Optional.empty();
    }

    /** A server is ready again: what waits for its first line must not miss it. */
    void started(DemoHistory before, long nanos) {
        if (!left.isEmpty() && left.getFirst().trigger() == Trigger.FIRST_LINE) {
            arm(before, nanos);
        }
    }

    /**
     * The shot that is due now; it is taken.
     *
     * @param done whether the journey is over: no shot has anything left to wait for
     */
    Optional<Shot> due(DemoHistory history, boolean done, long nanos) {
        if (left.isEmpty()) {
            return Optional.empty();
        }
        boolean ending = done || course.ending(history);
        if (!armed && (ending || history.confirmed() >= left.getFirst().milestone())) {
            arm(history, nanos);
        }
        Shot shot = ending ? left.getFirst().aimedAt(Trigger.INTENT) : aimed(history);
        if (!ending && !(armed && fires(shot, history, nanos))) {
            return Optional.empty();
        }
        take();
        return Optional.of(shot);
    }

    private Shot aimed(DemoHistory history) {
        Shot shot = left.getFirst();
        if (shot.trigger().byClock()) {
            return shot;
        }
        boolean worstNeeded = missing() > 0 && left.size() <= missing() + 1;
        if (worstNeeded) {
            return shot.aimedAt(Trigger.INTENT);
        }
        return overdue(history) ? shot.aimedAt(Trigger.ANY_LINE) : shot;
    }

    /** The next one is to be armed already. */
    private boolean overdue(DemoHistory history) {
        return left.stream()
                .skip(1)
                .findFirst()
                .filter(next -> history.confirmed() >= next.milestone())
                .isPresent();
    }

    private boolean fires(Shot shot, DemoHistory history, long nanos) {
        if (shot.trigger().byClock()) {
            return nanos - armedNanos >= shot.delay().toNanos();
        }
        return history.events().stream()
                .skip(armedLine)
                .anyMatch(event -> shot.setOffBy(event, history));
    }

    private int missing() {
        return worstMin - worst;
    }

    private void arm(DemoHistory history, long nanos) {
        armed = true;
        armedLine = history.events().size();
        armedNanos = nanos;
    }

    private Shot take() {
        armed = false;
        return left.removeFirst();
    }
}
