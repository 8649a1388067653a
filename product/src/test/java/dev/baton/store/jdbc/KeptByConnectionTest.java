package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool hands out the same connection again: its statements are still there. */
class KeptByConnectionTest {
    private static final String COUNT = "select count(*) from thing where name = :name";

    @TempDir
    Path folder;

    private HikariDataSource pool;
    private Jdbi jdbi;
    private final List<PreparedStatement> used = new ArrayList<>();

    @BeforeEach
    void open() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(SqliteStores.connections(SqliteSettings.in(folder)));
        config.setMaximumPoolSize(2);
        config.setMinimumIdle(1);
        pool = new HikariDataSource(config);
        jdbi = Dialect.SQLITE.jdbi(pool);
        jdbi.useHandle(handle -> handle.execute("create table thing (name text)"));
        jdbi.getConfig(SqlStatements.class).setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                used.add(context.getStatement());
            }
        });
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private int count(Handle handle) {
        return handle.createQuery(COUNT).bind("name", "a").mapTo(Integer.class).one();
    }

    @Test
    void aStatementIsPreparedOnceForAConnectionAndSeesWhatWasWrittenSince() throws Exception {
        assertThat(jdbi.withHandle(this::count)).isZero();
        try (var other = SqliteStores.connections(SqliteSettings.in(folder)).getConnection();
                Statement write = other.createStatement()) {
            write.execute("insert into thing values ('a')");
        }
        assertThat(jdbi.withHandle(this::count)).isEqualTo(1);
        assertThat(used).hasSize(2);
        assertThat(used.getFirst()).isSameAs(used.getLast());
    }

    @Test
    void anotherConnectionHasItsOwn() {
        try (Handle one = jdbi.open();
                Handle two = jdbi.open()) {
            count(one);
            count(two);
        }
        assertThat(used.getFirst()).isNotSameAs(used.getLast());
    }

    @Test
    void oneInTheMiddleOfItsRowsIsNotTakenByASecondReader() {
        jdbi.useHandle(handle -> handle.execute("insert into thing values ('a'), ('b')"));
        used.clear();
        jdbi.useHandle(handle -> {
            String all = "select name from thing order by name";
            try (var outer = handle.createQuery(all).mapTo(String.class).iterator()) {
                assertThat(outer.next()).isEqualTo("a");
                assertThat(handle.createQuery(all).mapTo(String.class).list())
                        .containsExactly("a", "b");
                assertThat(outer.next()).isEqualTo("b");
            }
        });
        assertThat(used.getFirst()).isNotSameAs(used.getLast());
    }
}
