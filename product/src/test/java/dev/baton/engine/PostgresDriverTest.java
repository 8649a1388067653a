package dev.baton.engine;

import dev.baton.model.TaskId;
import dev.baton.store.Store;
import dev.baton.store.jdbc.UnsyncedStores;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The driver over PostgreSQL: the main runs of {@link DriverTest}, and some of its faults. */
@Tag("slow")
class PostgresDriverTest extends DriverBench {
    private static final int COMMITS = 30;
    private static final int EVERY = 5;

    PostgresDriverTest() {
        super(Situations.quick());
    }

    @Override
    Store database(Path at) {
        return UnsyncedStores.postgres(at);
    }

    @Test
    void carriesATaskFromFiledToMerged() {
        TaskId id = file();
        drain(id);
        assertLanded(id);
    }

    @Test
    void aCrashAtAnyStepEndsTheSameWithEveryEffectOnce() {
        for (int at = 1; at <= COMMITS; at += EVERY) {
            world = new World();
            TaskId id = file();
            int[] left = {at};
            World.Point crash = name -> {
                if (--left[0] == 0) {
                    throw new Crash(name);
                }
            };
            world.point = crash;
            drain(id, n -> new Touched(database, crash));
            assertLanded(id);
        }
    }

    @Test
    void anUnknownOutcomeIsResolvedByTakingOver() {
        for (boolean applied : new boolean[] {true, false}) {
            for (int at = 1; at <= COMMITS; at += EVERY) {
                world = new World();
                AtomicInteger left = new AtomicInteger(at);
                TaskId id = file();
                drain(id, n -> new Doubtful(database, left, applied));
                assertLanded(id);
            }
        }
    }
}
