package dev.baton.engine;

import dev.baton.store.Store;
import dev.baton.store.jdbc.EmbeddedServer;
import dev.baton.store.jdbc.PostgresStores;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** The same on PostgreSQL, where writers do not wait for one another. */
@Tag("slow")
class PostgresTwoEnginesTest extends TwoEnginesTest {
    @Override
    Store database(Path at) {
        return PostgresStores.open(EmbeddedServer.running().settings(at), () -> {});
    }

    @Override
    int tasks() {
        return 20;
    }
}
