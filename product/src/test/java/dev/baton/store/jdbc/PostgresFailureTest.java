package dev.baton.store.jdbc;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.PermanentFailure;
import dev.baton.model.Task;
import dev.baton.store.Store;
import dev.baton.store.Store.Step;
import dev.baton.store.Tx;
import dev.baton.store.WriteResult;
import dev.baton.store.WriteResult.Committed;
import dev.baton.store.WriteResult.Lost;
import dev.baton.store.WriteResult.Unknown;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the store answers when PostgreSQL, the network or a lock fails. */
class PostgresFailureTest extends StoreContract {
    private final AtomicInteger hookCalls = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable LossyConnections lossy;

    @Override
    Store open(Path folder) {
        PostgresSettings settings = settings(folder, "test pid 1");
        LossyConnections fresh = new LossyConnections(new PostgresConnections(settings).limited());
        lossy = fresh;
        return PostgresStores.open(settings, hookCalls::incrementAndGet, fresh.source());
    }

    private LossyConnections connections() {
        return Objects.requireNonNull(lossy);
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private static PostgresSettings settings(Path folder, String server) {
        PostgresSettings some = EmbeddedServer.running().settings(folder);
        PostgresSettings.Limits limits = new PostgresSettings.Limits(
                3, 2, Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(10));
        return new PostgresSettings(some.address(), null, server, limits);
    }

    @Test
    void aSessionThatEndsInTheMiddleOfAWriteIsUnknownAndNothingIsThere() {
        WriteResult<Integer> result = store.write("keep", tx -> {
            tx.tasks().keepPipeline("one", "");
            terminate(tx);
            tx.tasks().keepPipeline("two", "");
            return Step.commit(0);
        });

        assertThat(result).isInstanceOf(Unknown.class);
        assertGoesOn();
        assertThat(kept("one")).isFalse();
    }

    @Test
    void aSessionThatEndsBeforeTheCommitIsUnknownAndNothingIsThere() {
        WriteResult<Integer> result = store.write("keep", tx -> {
            tx.tasks().keepPipeline("one", "");
            terminate(tx);
            return Step.commit(0);
        });

        assertThat(result).isInstanceOf(Unknown.class);
        assertGoesOn();
        assertThat(kept("one")).isFalse();
    }

    @Test
    void aCommitWhoseAnswerIsLostIsUnknownAndThere() {
        connections().next(LossyConnections::withoutAnswer);

        assertThat(keep("one")).isInstanceOf(Unknown.class);
        assertGoesOn();
        assertThat(kept("one")).isTrue();
    }

    /** The run of the protocol: reading would say "not committed", and be wrong a moment later. */
    @Test
    void acquiringWaitsForACommitThatIsOnItsWay() throws Exception {
        Task task = inStage(DEVELOPMENT);
        CountDownLatch letGo = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        connections().next(LossyConnections.late(letGo, arrived));
        WriteResult<Boolean> first = store.write(
                "acquire",
                tx -> Step.commit(tx.tasks().acquire(task.id(), task.epoch(), owner(7))));
        assertThat(first).isInstanceOf(Unknown.class);
        assertThat(task(task.id()).epoch()).isEqualTo(task.epoch());

        var again = CompletableFuture.supplyAsync(
                () -> held(tx -> tx.tasks().acquire(task.id(), task.epoch(), owner(8))), threads);
        await().until(this::somebodyWaitsForARow);
        letGo.countDown();
        arrived.await();

        assertThat(again.get()).isFalse();
        assertThat(task(task.id()).epoch()).isEqualTo(task.epoch() + 1);
        assertThat(held(tx -> tx.tasks().acquire(task.id(), task.epoch() + 1, owner(8))))
                .isTrue();
    }

    @Test
    void aLockThatIsNotGivenIsUnknownAndTheStoreGoesOn() throws SQLException {
        Task task = inStage(DEVELOPMENT);
        try (Connection other = EmbeddedServer.running().connections(folder).getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("update task set epoch = epoch");

            assertThat(store.write("guard", tx -> {
                        tx.tasks().guard(task.id(), task.epoch(), task.stage());
                        return Step.commit(0);
                    }))
                    .isInstanceOf(Unknown.class);
            other.rollback();
        }
        assertGoesOn();
    }

    @Test
    void ofTwoThatWaitForEachOtherOneIsLostAndOneIsCommitted() {
        Task one = inStage(DEVELOPMENT);
        Task two = inStage(DEVELOPMENT);
        CyclicBarrier both = new CyclicBarrier(2);

        var first = CompletableFuture.supplyAsync(() -> crossing(one, two, both), threads);
        var second = CompletableFuture.supplyAsync(() -> crossing(two, one, both), threads);

        assertThat(List.of(first.join(), second.join()))
                .satisfiesExactlyInAnyOrder(
                        lost -> assertThat(lost).isInstanceOf(Lost.class),
                        committed -> assertThat(committed).isInstanceOf(Committed.class));
    }

    private WriteResult<Integer> crossing(Task mine, Task other, CyclicBarrier both) {
        return store.write("crossing", tx -> {
            tx.tasks().guard(mine.id(), mine.epoch(), mine.stage());
            meet(both);
            tx.tasks().guard(other.id(), other.epoch(), other.stage());
            return Step.commit(0);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "40001, RACED", "40P01, RACED", "55P03, WAITED", "57014, WAITED", "23505, REFUSED",
        "42601, REFUSED", "22021, REFUSED", "25P02, REFUSED", "25006, BROKEN", "08006, BROKEN",
        "57P01, BROKEN", "53100, BROKEN", "58030, BROKEN", "XX001, BROKEN", "'', BROKEN"
    })
    void everyStateHasItsTrouble(String state, PostgresTrouble trouble) {
        assertThat(PostgresTrouble.of(state)).isEqualTo(trouble);
    }

    @Test
    void whatTheWorkThrowsIsRolledBack() {
        assertThatThrownBy(() -> store.write("test", tx -> {
                    tx.tasks().keepPipeline("one", "");
                    throw new UnsupportedOperationException("bug");
                }))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(kept("one")).isFalse();
        assertGoesOn();
    }

    /** PostgreSQL answers COMMIT with a rollback then, which nobody must take for a yes. */
    @Test
    void workThatHidesARefusalIsNotCommitted() {
        assertThatThrownBy(() -> store.write("test", tx -> {
                    tx.tasks().keepPipeline("one", "");
                    assertThatThrownBy(() -> ((SqlTx) tx).handle().execute("select 1 / 0"))
                            .hasMessageContaining("division by zero");
                    return Step.commit(0);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("refused statement");

        assertThat(kept("one")).isFalse();
        assertGoesOn();
    }

    @Test
    void aReadCannotWriteAndSeesOneMomentOnly() {
        assertThatThrownBy(() -> store.read(reads -> {
                    ((SqlTx) reads).tasks().keepPipeline("one", "");
                    return 0;
                }))
                .hasMessageContaining("read-only transaction");
        boolean changed = store.<Boolean>read(reads -> {
            boolean before = reads.tasks().pipelineYaml("one").isPresent();
            keep("one");
            return reads.tasks().pipelineYaml("one").isPresent() != before;
        });

        assertThat(changed).isFalse();
        assertThat(kept("one")).isTrue();
    }

    @Test
    void aSecondServerIsRefusedAndToldWhoIsThere() {
        assertThatThrownBy(() -> PostgresStores.open(settings(folder, "other pid 2"), () -> {}))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("expected no other server on this database")
                .hasMessageContaining("found baton test pid 1")
                .hasMessageContaining("store.url");
        assertGoesOn();
    }

    @Test
    void aLostLockIsTakenAgain() {
        terminateSessions();

        await().until(() -> locks() == 1);
        assertGoesOn();
        assertThat(hookCalls).hasValue(0);
    }

    @Test
    void aServerWhoseDatabaseWasTakenMeanwhileEnds() throws Exception {
        try (Connection faster = EmbeddedServer.running().connections(folder).getConnection();
                Statement statement = faster.createStatement()) {
            statement.execute("set application_name = 'baton other pid 2'");
            var waits = CompletableFuture.runAsync(() -> take(statement), threads);
            await().until(this::somebodyWaitsForTheLock);
            EmbeddedServer.run(
                    EmbeddedServer.running().connections(folder),
                    "select pg_terminate_backend(pid) from pg_locks"
                            + " where locktype = 'advisory' and granted");
            waits.join();

            await().untilAsserted(() -> assertThat(hookCalls).hasValue(1));
            assertThat(store.healthy()).isFalse();
            assertThat(keep("one")).isInstanceOf(Unknown.class);
        }
        assertThat(kept("one")).isFalse();
    }

    private static void take(Statement statement) {
        try {
            statement.execute("select pg_advisory_lock(x'6261746f6e'::bigint)");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void assertGoesOn() {
        assertThat(store.healthy()).isTrue();
        await().until(() -> keep("goes on") instanceof Committed);
        await().ignoreExceptions().until(() -> kept("goes on"));
    }

    private WriteResult<Integer> keep(String digest) {
        return store.write("keep", tx -> {
            tx.tasks().keepPipeline(digest, "yaml");
            return Step.commit(0);
        });
    }

    private boolean kept(String digest) {
        return store.<Boolean>read(reads -> reads.tasks().pipelineYaml(digest).isPresent());
    }

    private void terminate(Tx tx) {
        Handle handle = ((SqlTx) tx).handle();
        int pid = handle.createQuery("select pg_backend_pid()")
                .mapTo(Integer.class)
                .one();
        EmbeddedServer.running().admin("select pg_terminate_backend(" + pid + ", 5000)");
    }

    private void terminateSessions() {
        EmbeddedServer.running()
                .admin("select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                        + " where application_name like 'baton%'");
    }

    private boolean somebodyWaitsForARow() {
        return count("pg_stat_activity where wait_event = 'transactionid'") > 0;
    }

    private boolean somebodyWaitsForTheLock() {
        return count("pg_locks where locktype = 'advisory' and not granted") > 0;
    }

    private int locks() {
        return count("pg_locks where locktype = 'advisory' and granted");
    }

    private int count(String what) {
        return EmbeddedServer.number(
                EmbeddedServer.running().connections(folder), "select count(*) from " + what);
    }

    private static void meet(CyclicBarrier both) {
        try {
            both.await();
        } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }
}
