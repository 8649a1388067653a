package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Task;
import dev.baton.model.WorkItem;
import dev.baton.store.Store;
import dev.baton.store.TaskWrites.NewTask;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract on PostgreSQL. */
class PostgresStoreTest {

    static Store postgres(Path folder) {
        return PostgresStores.open(
                EmbeddedServer.running().settings(folder), PostgresStoreTest::failed);
    }

    static Store unsynced(Path folder) {
        return UnsyncedStores.postgres(folder, PostgresStoreTest::failed);
    }

    private static void failed() {
        throw new AssertionError("store failed");
    }

    @Nested
    class Tasks extends TaskContract {
        @Override
        Store open(Path folder) {
            return unsynced(folder);
        }

        @Test
        void aCharacterThatPostgresRefusesIsReplaced() {
            WorkItem item = new WorkItem("a\0b", "\0", "\0", null, "ann", 0);

            Task task = commit(tx -> tx.tasks()
                    .insert(new NewTask("SHOP", item, "digest", "main", NOW), key -> key));

            assertThat(task(task.id()).item().title()).isEqualTo("a\uFFFDb");
            Optional<Task> found = read(reads -> reads.tasks().bySource("SHOP", "\0"));
            assertThat(found).contains(task);
        }
    }

    @Nested
    class Work extends WorkContract {
        @Override
        Store open(Path folder) {
            return unsynced(folder);
        }
    }

    @Nested
    class Sessions extends SessionContract {
        @Override
        Store open(Path folder) {
            return unsynced(folder);
        }
    }

    @Nested
    class Records extends RecordContract {
        @Override
        Store open(Path folder) {
            return unsynced(folder);
        }
    }

    @Nested
    class Looks extends LookContract {
        @Override
        Store open(Path folder) {
            return unsynced(folder);
        }
    }

    @Nested
    class Lists extends ListContract {
        @Override
        Store open(Path folder) {
            return unsynced(folder);
        }
    }

    @Nested
    class Queues extends QueueContract {
        @Override
        Store open(Path folder) {
            return unsynced(folder);
        }
    }

    @Nested
    class Deployments extends DeploymentContract {
        @Override
        Store open(Path folder) {
            return unsynced(folder);
        }
    }

    @Nested
    class Board extends BoardContract {
        @Override
        Store open(Path folder) {
            return unsynced(folder);
        }
    }

    @Nested
    class Races extends RaceContract {
        @Override
        Store open(Path folder) {
            return postgres(folder);
        }
    }

    @Nested
    class Contention extends ContentionContract {
        @Override
        Store open(Path folder) {
            return postgres(folder);
        }
    }
}
