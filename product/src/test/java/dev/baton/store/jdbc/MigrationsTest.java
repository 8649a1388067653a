package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.BoardSession;
import dev.baton.model.Command;
import dev.baton.model.DeploymentState;
import dev.baton.model.EffectKind;
import dev.baton.model.EffectState;
import dev.baton.model.Hold;
import dev.baton.model.JobKind;
import dev.baton.model.JobStatus;
import dev.baton.model.PermanentFailure;
import dev.baton.model.RunState;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.Verdict;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MigrationsTest {
    @TempDir
    Path folder;

    private String url = "";

    @BeforeEach
    void nameDatabase() {
        url = "jdbc:sqlite:" + folder.resolve(SqliteSettings.FILE);
    }

    @Test
    void applyOverTheDataOfEveryVersionBefore() throws IOException {
        for (MigrationInfo migration : flyway("latest").info().all()) {
            flyway(migration.getVersion().getVersion()).migrate();
            load("/sample-data/sqlite/" + migration.getScript());
        }

        try (Handle handle = Jdbi.open(url)) {
            assertThat(tables(handle))
                    .isNotEmpty()
                    .allSatisfy(
                            table -> assertThat(count(handle, table)).as(table).isPositive());
            assertThat(handle.createQuery("pragma foreign_key_check").mapToMap().list())
                    .isEmpty();
        }
        try (Store store = SqliteStoreTest.sqlite(folder)) {
            assertThatCode(() -> store.read(MigrationsTest::everything)).doesNotThrowAnyException();
            assertThat(store.<List<Task>>read(reads -> reads.tasks().list("SHOP", 99)))
                    .extracting(Task::status)
                    .containsExactlyInAnyOrder(TaskStatus.values());
        }
    }

    @ParameterizedTest
    @MethodSource("enums")
    void checksRepeatTheEnums(String table, String column, Class<? extends Enum<?>> words) {
        flyway("latest").migrate();
        String values = String.join(
                ", ",
                Arrays.stream(words.getEnumConstants())
                        .map(w -> "'" + w.name() + "'")
                        .toList());

        try (Handle handle = Jdbi.open(url)) {
            String sql = handle.createQuery("select sql from sqlite_master where name = :table")
                    .bind("table", table)
                    .mapTo(String.class)
                    .one()
                    .replaceAll("\\s+", " ");
            assertThat(sql).contains("%s in (%s)".formatted(column, values));
        }
    }

    static Stream<Arguments> enums() {
        return Stream.of(
                Arguments.of("task", "status", TaskStatus.class),
                Arguments.of("job", "kind", JobKind.class),
                Arguments.of("job", "status", JobStatus.class),
                Arguments.of("run", "state", RunState.class),
                Arguments.of("deployment", "state", DeploymentState.class),
                Arguments.of("effect", "kind", EffectKind.class),
                Arguments.of("effect", "state", EffectState.class),
                Arguments.of("verdict", "outcome", Verdict.Outcome.class),
                Arguments.of("command", "kind", Command.Kind.class),
                Arguments.of("hold", "kind", Hold.Kind.class),
                Arguments.of("board_session", "role", BoardSession.Role.class),
                Arguments.of("board_session", "means", BoardSession.Means.class));
    }

    @Test
    void refuseADatabaseOfANewerVersion() {
        SqliteStoreTest.sqlite(folder).close();
        try (Handle handle = Jdbi.open(url)) {
            handle.execute("""
                    insert into flyway_schema_history (installed_rank, version, description, type,
                      script, checksum, installed_by, execution_time, success)
                    values (999, '999', 'future', 'SQL', 'V999__future.sql', 1, '', 1, 1)
                    """);
        }

        assertThatThrownBy(() -> SqliteStoreTest.sqlite(folder))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(folder.resolve(SqliteSettings.FILE).toString())
                .hasMessageContaining("999")
                .hasMessageContaining("The server does not start");
    }

    @Test
    void refuseAFileThatIsNoDatabase() throws IOException {
        Files.writeString(folder.resolve(SqliteSettings.FILE), "not a database ".repeat(100));

        assertThatThrownBy(() -> SqliteStoreTest.sqlite(folder))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("file is not a database");
    }

    private Flyway flyway(String target) {
        return Flyway.configure()
                .dataSource(url, "", "")
                .locations("classpath:db/sqlite")
                .loggers("slf4j")
                .target(target)
                .load();
    }

    private void load(String resource) throws IOException {
        try (InputStream data = MigrationsTest.class.getResourceAsStream(resource)) {
            assertThat(data).as("sample data %s", resource).isNotNull();
            String script = new String(data.readAllBytes(), StandardCharsets.UTF_8);
            try (Handle handle = Jdbi.open(url)) {
                handle.createScript(script).execute();
            }
        }
    }

    private static List<String> tables(Handle handle) {
        return handle.createQuery("""
                        select name
                        from sqlite_master
                        where type = 'table'
                          and name not like 'sqlite_%'
                        """).mapTo(String.class).list();
    }

    private static int count(Handle handle, String table) {
        return handle.createQuery("select count(*) from " + table)
                .mapTo(Integer.class)
                .one();
    }

    /** Every row through its mapping, which refuses what it does not know. */
    static boolean everything(Reads reads) {
        for (long id = 1; id <= TaskStatus.values().length; id++) {
            TaskId task = new TaskId(id);
            assertThat(reads.tasks().byId(task)).isPresent();
            reads.tasks().stageVisits(task);
            reads.work().allRuns(task);
            reads.effects().of(task);
            reads.gates().evidence(task);
            reads.gates().verdicts(task);
            reads.gates().candidates(task, 3);
            reads.deployments().of(task);
            reads.history().events(task, 0, 99);
            reads.history().pending(task);
        }
        reads.queue().all();
        reads.holds().active();
        reads.sessions().live(Instant.EPOCH);
        reads.deployments().environments("SHOP");
        return true;
    }
}
