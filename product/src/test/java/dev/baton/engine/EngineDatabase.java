package dev.baton.engine;

import dev.baton.store.Store;
import dev.baton.store.jdbc.SqliteSettings;
import dev.baton.store.jdbc.UnsyncedStores;
import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A real database for tests of the engine. */
final class EngineDatabase {
    private EngineDatabase() {}

    static Store open(Path folder) {
        return UnsyncedStores.sqlite(folder);
    }

    /** What the outbox holds of a kind; only while no store has the file open. */
    static List<String> outbox(Path folder, String kind) {
        String url = "jdbc:sqlite:" + folder.resolve(SqliteSettings.FILE);
        try (Handle handle = Jdbi.open(url)) {
            return handle.createQuery("select text from outbox where kind = :kind order by id")
                    .bind("kind", kind)
                    .mapTo(String.class)
                    .list();
        }
    }
}
