package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.jobs.Sweep.Kind;
import dev.baton.model.JobKind;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskStatus;
import dev.baton.workspace.Shelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of finished tasks, and everything that is not one. */
final class SweepTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private RunWorld world;
    private Instant now = RunWorld.NOW;
    private Sweep sweep;

    @BeforeEach
    void open() {
        world = new RunWorld(folder.resolve("data"));
        Map<Kind, Shelf> shelves = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            shelves.put(kind, new Shelf(place(kind)));
        }
        sweep = new Sweep(world.store, shelves, SweepSettings.DEFAULT, () -> now);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Path place(Kind kind) {
        return folder.resolve(kind.name().toLowerCase(Locale.ROOT));
    }

    private void lies(Kind kind, String name) throws IOException {
        Path deep = place(kind).resolve(name).resolve("deep");
        Files.createDirectories(deep);
        Files.writeString(deep.resolve("file"), "x");
    }

    /** A task with one ended run {@code unit}, and a folder of each kind. */
    private Task withFiles(String unit) throws IOException {
        Run run = world.running(unit);
        world.commit(tx -> tx.work().ended(unit, RunState.EXITED, 0, "exit code 0", RunWorld.NOW));
        Task task = world.task(run);
        lies(Kind.CLONE, task.key());
        lies(Kind.SET_ASIDE, task.key() + "-1");
        lies(Kind.HANDOVER, unit);
        lies(Kind.RUN, unit);
        return task;
    }

    private void finish(Task task) {
        world.enter(task, StageId.DONE, TaskStatus.DONE);
    }

    private void after(Duration age) {
        now = RunWorld.NOW.plus(age);
        sweep.runOnce(Duration.ZERO);
    }

    private long left() {
        long left = 0;
        for (Kind kind : Kind.values()) {
            left += new Shelf(place(kind)).names().size();
        }
        return left;
    }

    @Test
    void removesClonesAfterAWeekAndLogsAfterAMonth() throws IOException {
        finish(withFiles("u1"));
        after(Duration.ofDays(7));
        assertThat(left()).isEqualTo(4);

        after(Duration.ofDays(7).plus(HOUR));
        assertThat(place(Kind.CLONE)).isEmptyDirectory();
        assertThat(place(Kind.HANDOVER)).isEmptyDirectory();
        assertThat(left()).isEqualTo(2);

        after(Duration.ofDays(30).plus(HOUR));
        assertThat(left()).isZero();
    }

    @Test
    void aLookSaysWhatWouldBeRemovedAndRemovesNothing() throws IOException {
        Task task = withFiles("u1");
        finish(task);
        now = RunWorld.NOW.plus(Duration.ofDays(8));
        assertThat(sweep.look())
                .containsExactly(
                        new Sweep.Found(Kind.CLONE, task.key(), task.key(), RunWorld.NOW),
                        new Sweep.Found(Kind.HANDOVER, "u1", task.key(), RunWorld.NOW));
        assertThat(left()).isEqualTo(4);
    }

    @Test
    void removesNothingOfATaskThatIsNotOver() throws IOException {
        withFiles("live");
        Task parked = withFiles("parked");
        world.commit(tx -> tx.tasks()
                .become(parked.id(), parked.epoch(), TaskStatus.PAUSED, null, RunWorld.NOW));
        after(Duration.ofDays(400));
        assertThat(left()).isEqualTo(8);
    }

    /** It may be writing into its clone at this moment. */
    @Test
    void removesNothingWhileARunOfItLives() throws IOException {
        Task task = withFiles("u1");
        world.intended(task.id(), 1, "u2", JobKind.GATE);
        finish(task);
        after(Duration.ofDays(400));
        assertThat(left()).isEqualTo(4);
    }

    @Test
    void leavesWhatBelongsToNoTask() throws IOException {
        lies(Kind.CLONE, "SHOP-77");
        lies(Kind.CLONE, ".new-SHOP-1");
        lies(Kind.RUN, "by-hand");
        after(Duration.ofDays(400));
        assertThat(left()).isEqualTo(2);
        assertThat(place(Kind.CLONE).resolve(".new-SHOP-1")).exists();
    }

    /** An agent can put anything into its clone. */
    @Test
    void neverFollowsALink() throws IOException {
        Path outside = Files.writeString(folder.resolve("precious"), "x");
        Task task = withFiles("u1");
        Files.createSymbolicLink(place(Kind.CLONE).resolve(task.key() + "/link"), outside);
        finish(task);
        after(Duration.ofDays(8));
        assertThat(place(Kind.CLONE)).isEmptyDirectory();
        assertThat(outside).exists();
    }
}
