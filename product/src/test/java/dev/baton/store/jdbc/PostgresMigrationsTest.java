package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.PermanentFailure;
import dev.baton.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tables of PostgreSQL are the twins of those of SQLite. What SQLite says of its tables is
 * translated word for word and given to PostgreSQL, which then describes both: types, defaults,
 * checks, keys and indexes have to be the same, however the migrations came there.
 */
class PostgresMigrationsTest {
    private static final String DESCRIPTION = """
            select 'column ' || relname || '.' || attname || ' '
              || format_type(atttypid, atttypmod)
              || case when attnotnull then ' not null' else '' end
              || case when attidentity = '' then '' else ' identity' end
              || coalesce(' default ' || pg_get_expr(adbin, adrelid), '')
            from pg_attribute
              join pg_class on pg_class.oid = attrelid
              left join pg_attrdef on adrelid = attrelid and adnum = attnum
            where relnamespace = current_schema::regnamespace
              and relkind = 'r'
              and attnum > 0
              and not attisdropped
              and relname <> 'flyway_schema_history'
            union all
            select 'constraint ' || relname || '.' || conname || ' '
              || pg_get_constraintdef(pg_constraint.oid)
            from pg_constraint
              join pg_class on pg_class.oid = conrelid
            where relnamespace = current_schema::regnamespace
              and contype <> 'n'
              and relname <> 'flyway_schema_history'
            union all
            select replace(indexdef, ' ' || current_schema || '.', ' ')
            from pg_indexes
            where schemaname = current_schema
              and tablename <> 'flyway_schema_history'
            """;

    @TempDir
    Path folder;

    @Test
    void everyMigrationHasItsTwin() {
        assertThat(names(flyway("db/postgresql", null)))
                .isNotEmpty()
                .isEqualTo(names(flyway("db/sqlite", null)));
    }

    @Test
    void theTablesAreThoseOfSqlite() {
        List<String> sqlite = sqliteSchema();
        PostgresStoreTest.postgres(folder).close();
        try (Handle handle = Jdbi.open(EmbeddedServer.running().connections(folder))) {
            handle.execute("create schema translated");
            handle.execute("set search_path = translated");
            sqlite.forEach(statement -> handle.execute(translated(statement)));
            List<String> expected = description(handle);
            handle.execute("set search_path = public");

            assertThat(description(handle))
                    .hasSizeGreaterThan(100)
                    .containsExactlyInAnyOrderElementsOf(expected);
            handle.execute("drop schema translated cascade");
        }
    }

    @Test
    void applyOverTheDataOfEveryVersionBefore() throws IOException {
        EmbeddedServer.running().empty("migrations");
        DataSource source = EmbeddedServer.running().named("migrations");
        for (MigrationInfo migration : flyway("db/postgresql", source).info().all()) {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:db/postgresql")
                    .loggers("slf4j")
                    .target(migration.getVersion().getVersion())
                    .load()
                    .migrate();
            // The same data as on SQLite: it is written in words that both know.
            load(source, "/sample-data/sqlite/" + migration.getScript());
        }

        try (Store store =
                PostgresStores.open(EmbeddedServer.running().settings("migrations"), () -> {})) {
            assertThatCode(() -> store.read(MigrationsTest::everything)).doesNotThrowAnyException();
        }
    }

    @Test
    void refuseADatabaseOfANewerVersion() {
        PostgresSettings settings = EmbeddedServer.running().empty("newer");
        PostgresStores.open(settings, () -> {}).close();
        EmbeddedServer.run(EmbeddedServer.running().named("newer"), """
                insert into flyway_schema_history (installed_rank, version, description, type,
                  script, checksum, installed_by, execution_time, success)
                values (999, '999', 'future', 'SQL', 'V999__future.sql', 1, '', 1, true)
                """);

        assertThatThrownBy(() -> PostgresStores.open(settings, () -> {}))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(settings.toString())
                .hasMessageContaining("999");
    }

    @Test
    void lessDurabilityIsRefused() {
        PostgresSettings settings = EmbeddedServer.running().empty("latin");
        PostgresDurability weak =
                new PostgresDurability(150_004, "off", "off", "on", "LATIN1", true, "");

        assertThatThrownBy(() -> weak.demand(settings.toString()))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("expected a primary of PostgreSQL 16 or newer with fsync=on")
                .hasMessageContaining("version=15.4 synchronous_commit=off fsync=off")
                .hasMessageContaining("encoding=LATIN1 standby");
    }

    @Test
    void aDatabaseThatIsNotThereIsRefused() {
        PostgresSettings gone = EmbeddedServer.running().settings("nowhere");

        assertThatThrownBy(() -> PostgresStores.open(gone, () -> {}))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("database \"nowhere\" does not exist")
                .hasMessageContaining("The server does not start");
    }

    private List<String> sqliteSchema() {
        SqliteStoreTest.sqlite(folder).close();
        try (Handle handle = Jdbi.open("jdbc:sqlite:" + folder.resolve(SqliteSettings.FILE))) {
            return handle.createQuery("""
                            select sql
                            from sqlite_master
                            where sql is not null
                              and tbl_name not like 'sqlite_%'
                              and tbl_name <> 'flyway_schema_history'
                            order by type desc, rowid
                            """).mapTo(String.class).list();
        }
    }

    /** All that the dialects say differently in the tables. */
    private static String translated(String statement) {
        return statement
                .replaceAll(
                        "\\binteger +primary key autoincrement",
                        "bigint generated always as identity primary key")
                .replaceAll("\\binteger\\b", "bigint")
                .replaceAll("\\) strict$", ")")
                .replaceAll("json_valid\\((\\w+)\\)", "$1 is json")
                .replaceAll("json_array_length\\((\\w+)\\)", "json_array_length($1::json)");
    }

    private static List<String> description(Handle handle) {
        return handle.createQuery(DESCRIPTION).mapTo(String.class).list();
    }

    private Flyway flyway(String location, @org.jspecify.annotations.Nullable DataSource source) {
        var configuration =
                Flyway.configure().locations("classpath:" + location).loggers("slf4j");
        return source == null
                ? configuration
                        .dataSource("jdbc:sqlite:" + folder.resolve("names.db"), "", "")
                        .load()
                : configuration.dataSource(source).load();
    }

    private static List<String> names(Flyway flyway) {
        return Arrays.stream(flyway.info().all()).map(MigrationInfo::getScript).toList();
    }

    private static void load(DataSource source, String resource) throws IOException {
        try (InputStream data = PostgresMigrationsTest.class.getResourceAsStream(resource)) {
            assertThat(data).as("sample data %s", resource).isNotNull();
            EmbeddedServer.run(source, new String(data.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
