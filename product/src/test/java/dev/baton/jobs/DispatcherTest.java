package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskStatus;
import dev.baton.model.WorkItem;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.TaskWrites.NewTask;
import dev.baton.store.WorkWrites.NewJob;
import dev.baton.store.WriteResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grants in a real store. */
class DispatcherTest {
    @TempDir
    Path folder;

    private RunWorld world;

    @BeforeEach
    void open() {
        world = new RunWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Job queued() {
        WorkItem item = new WorkItem("Greet", "", null, null, "ann", 0);
        Task task = world.commit(tx -> {
            tx.tasks().keepPipeline("digest", "stages: []");
            return tx.tasks()
                    .insert(
                            new NewTask("SHOP", item, "digest", "main", RunWorld.NOW),
                            key -> "b/" + key);
        });
        world.enter(task, new StageId("development"), TaskStatus.LIVE);
        return world.commit(tx -> tx.work()
                .queue(new NewJob(
                        task.id(), 1, JobKind.AGENT, "developer", null, 2, 0, RunWorld.NOW)));
    }

    private void round(Store store) {
        new Dispatcher(store, world::nudge, new DispatcherSettings(1, 1, Map.of()), RunWorld.CLOCK)
                .runOnce(Duration.ofSeconds(1));
    }

    private long granted() {
        return world.store.read(reads -> reads.work().slots()).size();
    }

    @Test
    void aGrantWhoseAnswerIsLostTakesItsRoomInThisRound() {
        queued();
        queued();

        round(new Lossy(world.store, true));

        assertThat(granted()).isEqualTo(1);
    }

    @Test
    void theNextRoundReadsWhatBecameOfIt() {
        queued();
        queued();

        round(new Lossy(world.store, false));

        assertThat(granted()).isZero();
        round(world.store);
        assertThat(granted()).isEqualTo(1);
    }

    /** Writes are done or not, and what became of them is not known. */
    private record Lossy(Store store, boolean done) implements Store {
        @Override
        public <T> WriteResult<T> write(String what, Work<T> work) {
            if (done) {
                var _ = store.write(what, work);
            }
            return new WriteResult.Unknown<>(new IllegalStateException("the answer is lost"));
        }

        @Override
        public <T> T read(Function<Reads, T> work) {
            return store.read(work);
        }

        @Override
        public Counters counters() {
            return store.counters();
        }

        @Override
        public boolean healthy() {
            return store.healthy();
        }

        /** The store is closed by the test that opened it. */
        @Override
        public void close() {}
    }
}
