package dev.baton.jobs;

import dev.baton.engine.Nudge;
import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.model.Hold;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.QueuePlace;
import dev.baton.model.TaskId;
import dev.baton.store.QueueReads.Queue;
import dev.baton.store.Store;
import dev.baton.store.Store.Step;
import dev.baton.store.WriteResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the merge queues going: adds the time that was watched, ends holds whose process is gone,
 * and gives a queue that has none a head. Sends nobody away; see {@link StaleHeads}.
 */
public final class QueueKeeper implements Tick {
    private static final Logger LOG = LoggerFactory.getLogger(QueueKeeper.class);
    /** Given a head in one round; the others in the next. */
    private static final int HEADLESS_MAX = 100;

    private static final String PROCESS_ENDED = "its process ended";

    private final Store store;
    private final Nudge nudge;
    private final Predicate<ProcessIdentity> alive;
    private final Duration ageUp;
    private final InstantSource clock;

    /**
     * @param alive whether that very process runs on this machine; throws when it cannot be known
     * @param ageUp waiting so long is worth one class
     */
    public QueueKeeper(
            Store store,
            Nudge nudge,
            Predicate<ProcessIdentity> alive,
            Duration ageUp,
            InstantSource clock) {
        this.store = store;
        this.nudge = nudge;
        this.alive = alive;
        this.ageUp = ageUp;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "merge queue";
    }

    @Override
    public void runOnce(Duration watched) {
        List<QueuePlace> heads = store.read(reads -> reads.queue().heads());
        List<Queue> headless = store.read(reads -> reads.queue().headless(HEADLESS_MAX));
        if (!heads.isEmpty() || !headless.isEmpty()) {
            addTime(watched);
        }
        TickRunner.each(name(), store.read(reads -> reads.holds().active()), this::look);
        TickRunner.each(name(), headless, this::promote);
    }

    /** One transaction for all, so that watching costs one durable write a round. */
    private void addTime(Duration watched) {
        if (watched.isZero()) {
            return;
        }
        WriteResult<Boolean> result = store.write("watched time", tx -> {
            tx.queue().watched(watched, ageUp);
            return Step.commit(true);
        });
        if (!(result instanceof WriteResult.Committed)) {
            LOG.warn("watched time of merge queues not added: {}", result);
        }
    }

    private void look(Hold hold) {
        ProcessIdentity process = hold.process();
        if (process == null || alive.test(process)) {
            return;
        }
        WriteResult<Boolean> result = store.write(
                "release hold",
                tx -> tx.holds().release(hold.id(), PROCESS_ENDED, clock.instant())
                        ? Step.commit(true)
                        : Step.lost("it was released before"));
        LOG.info(
                "hold {} of {} {} by {}: process {} is gone: {}",
                hold.id(),
                hold.project(),
                hold.name(),
                hold.by(),
                process.pid(),
                result);
        if (hold.kind() == Hold.Kind.BASE) {
            head(hold.project(), hold.name()).ifPresent(task -> nudge.nudge(task, name()));
        }
    }

    private Optional<TaskId> head(String project, String base) {
        return store.read(reads -> reads.queue().queue(project, base)).stream()
                .filter(QueuePlace::head)
                .map(QueuePlace::task)
                .findFirst();
    }

    /** Who leaves promotes; here is found what two transactions left without seeing each other. */
    private void promote(Queue queue) {
        WriteResult<TaskId> result = store.write(
                "promote",
                tx -> tx.queue()
                        .promote(queue.project(), queue.base(), clock.instant())
                        .map(Step::commit)
                        .orElseGet(() -> Step.lost("it has a head by now")));
        if (result instanceof WriteResult.Committed<TaskId>(TaskId head)) {
            LOG.warn("merge queue of {} had no head: {} is it", queue, head);
            nudge.nudge(Objects.requireNonNull(head), name());
        }
    }
}
