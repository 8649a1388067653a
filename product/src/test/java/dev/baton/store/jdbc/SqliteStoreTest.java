package dev.baton.store.jdbc;

import dev.baton.store.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** The contract on SQLite. */
class SqliteStoreTest {

    static Store sqlite(Path folder) {
        return SqliteStores.open(SqliteSettings.in(folder), SqliteStoreTest::failed);
    }

    static Store unsynced(Path folder) {
        return UnsyncedStores.sqlite(folder, SqliteStoreTest::failed);
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
    }

    @Nested
    class Work extends WorkContract {
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
    class Sessions extends SessionContract {
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
            return sqlite(folder);
        }
    }

    @Nested
    class Contention extends ContentionContract {
        @Override
        Store open(Path folder) {
            return sqlite(folder);
        }
    }
}
