package dev.baton.engine;

import dev.baton.store.Store;
import dev.baton.store.jdbc.SqliteSettings;
import dev.baton.store.jdbc.SqliteStores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real database for tests of the engine. */
final class EngineDatabase {
    private EngineDatabase() {}

    static Store open(Path folder) throws IOException {
        Files.createDirectories(folder);
        return SqliteStores.open(SqliteSettings.in(folder), () -> {});
    }
}
