package dev.baton.engine;

import dev.baton.store.Store;
import dev.baton.store.jdbc.EmbeddedServer;
import dev.baton.store.jdbc.PostgresStores;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** The driver over PostgreSQL: the same runs, crashes and losses. */
@Tag("slow")
class PostgresDriverTest extends DriverTest {
    @Override
    Store database(Path at) {
        return PostgresStores.open(EmbeddedServer.running().settings(at), () -> {});
    }
}
