package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Event;
import dev.baton.model.JobKind;
import dev.baton.model.Notice;
import dev.baton.model.Run;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of tasks that are over goes; what their receipts are made of stays. */
class RetentionTest {
    private static final Duration KEPT = Duration.ofDays(90);

    @TempDir
    Path folder;

    private RunWorld world;
    private Instant now = RunWorld.NOW;

    @BeforeEach
    void open() {
        world = new RunWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Run told(String unit) {
        world.running(unit);
        Run run = world.run(unit);
        Task task = world.task(run);
        world.commit(tx -> {
            tx.outbox().open("log");
            tx.outbox().post(task.id(), 1, Notice.ALERT, "look", RunWorld.NOW);
            long notice = tx.outbox().fresh("log", 1).getFirst().id();
            tx.outbox().later(notice, "log", "away", RunWorld.NOW);
            tx.history()
                    .append(new Event(
                            0,
                            task.id(),
                            task.epoch(),
                            1,
                            task.stage(),
                            false,
                            "test",
                            "noted",
                            "text",
                            RunWorld.NOW));
            return true;
        });
        return run;
    }

    private List<Event> events(Run run) {
        return world.store.read(reads -> reads.history().newest(run.task(), 10));
    }

    private boolean said(Run run) {
        return world.store.read(reads -> reads.outbox().said(run.task(), 1, Notice.ALERT, "look"));
    }

    private void after(Duration time) {
        now = RunWorld.NOW.plus(time);
        new Retention(world.store, KEPT, () -> now).runOnce(Duration.ZERO);
    }

    @Test
    void whatIsToldOfATaskGoesLongAfterItIsOverAndItsReceiptStays() {
        Run over = told("u1");
        Run open = told("u2");
        world.enter(world.task(over), StageId.DONE, TaskStatus.DONE);

        after(KEPT.minusHours(1));
        assertThat(events(over)).isNotEmpty();

        after(KEPT.plusHours(1));
        assertThat(events(over)).isEmpty();
        assertThat(said(over)).isFalse();
        assertThat(world.task(over).status()).isEqualTo(TaskStatus.DONE);
        assertThat(world.run("u1").kind()).isEqualTo(JobKind.AGENT);
        assertThat(events(open)).isNotEmpty();
        assertThat(said(open)).isTrue();
    }
}
