package dev.baton.store.jdbc;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.PermanentFailure;
import dev.baton.model.TaskId;
import dev.baton.store.Store;
import dev.baton.store.Store.Step;
import dev.baton.store.StoreUnavailable;
import dev.baton.store.WriteResult;
import dev.baton.store.WriteResult.Committed;
import dev.baton.store.WriteResult.Lost;
import dev.baton.store.WriteResult.Unknown;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;

/** What the store answers when the disk, the lock, the work or the waiting thread fails. */
class SqliteFailureTest {
    @TempDir
    Path folder;

    private final AtomicInteger hookCalls = new AtomicInteger();
    private FlakyConnections connections;
    private Store store;

    @BeforeEach
    void openStore() {
        connections = FlakyConnections.of(folder);
        SqliteSettings settings =
                new SqliteSettings(folder.resolve(SqliteSettings.FILE), 2, Duration.ofMillis(50));
        store = SqliteStores.open(settings, hookCalls::incrementAndGet, connections);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = SQLiteErrorCode.class,
            names = {
                "SQLITE_IOERR_FSYNC",
                "SQLITE_IOERR_WRITE",
                "SQLITE_FULL",
                "SQLITE_CORRUPT",
                "SQLITE_READONLY",
                "SQLITE_BUSY",
                "SQLITE_ERROR"
            })
    void anyErrorOfTheCommitIsUnknownAndEndsWriting(SQLiteErrorCode code) {
        connections.fail("commit", code);

        assertThat(keep("one")).isInstanceOf(Unknown.class);

        assertStopped();
        assertThat(kept("one")).isFalse();
    }

    @Test
    void aCommitWhoseReplyWasLostIsUnknownAndThereAfterReopening() {
        connections.applyAndFail("commit", SQLiteErrorCode.SQLITE_IOERR);

        assertThat(keep("one")).isInstanceOf(Unknown.class);
        assertStopped();
        store.close();
        openStore();

        assertThat(kept("one")).isTrue();
        assertThat(store.healthy()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = SQLiteErrorCode.class,
            names = {"SQLITE_IOERR_WRITE", "SQLITE_FULL", "SQLITE_CORRUPT", "SQLITE_NOMEM"})
    void anErrorOfTheDiskInAStatementIsUnknownAndEndsWriting(SQLiteErrorCode code) {
        connections.fail("insert into pipeline", code);

        assertThat(keep("one")).isInstanceOf(Unknown.class);

        assertStopped();
        assertThat(kept("one")).isFalse();
    }

    @Test
    void aDiskThatIsReallyFullIsUnknownAndEndsWriting() throws SQLException {
        connections.limitPages();

        assertThat(keep("x".repeat(100_000))).isInstanceOf(Unknown.class);
        assertStopped();
    }

    @Test
    void anErrorAtBeginIsUnknownAndEndsWriting() {
        connections.fail("begin", SQLiteErrorCode.SQLITE_IOERR_LOCK);

        assertThat(keep("one")).isInstanceOf(Unknown.class);
        assertStopped();
    }

    @Test
    void anErrorOfTheRollbackIsUnknownAndEndsWriting() {
        connections.fail("rollback", SQLiteErrorCode.SQLITE_IOERR);

        assertThat(store.write("test", tx -> Step.lost("guard"))).isInstanceOf(Unknown.class);
        assertStopped();
    }

    @Test
    void aLockHeldByAnotherProcessIsUnknownButNotTheEnd() throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve(SqliteSettings.FILE);
        try (Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            statement.execute("begin immediate");

            assertThat(keep("one")).isInstanceOf(Unknown.class);
            assertThat(store.healthy()).isTrue();
            statement.execute("rollback");
        }

        assertThat(keep("one")).isInstanceOf(Committed.class);
        assertThat(hookCalls).hasValue(0);
    }

    @Test
    void whatTheWorkThrowsIsRolledBackAndThrownWithItsStack() {
        assertThatThrownBy(() -> store.write("test", tx -> {
                    tx.tasks().keepPipeline("one", "");
                    return failing();
                }))
                .isInstanceOf(UnsupportedOperationException.class)
                .satisfies(thrown -> {
                    assertThat(thrown.getStackTrace()[0].getMethodName()).isEqualTo("failing");
                    assertThat(thrown.getSuppressed()).singleElement().satisfies(caller -> {
                        assertThat(caller).hasMessageContaining("write 'test' was called here");
                        assertThat(caller.getStackTrace())
                                .anySatisfy(frame -> assertThat(frame.getClassName())
                                        .isEqualTo(SqliteFailureTest.class.getName()));
                    });
                });

        assertThat(kept("one")).isFalse();
        assertThat(store.healthy()).isTrue();
        assertThat(keep("two")).isInstanceOf(Committed.class);
    }

    @Test
    void whatTheDatabaseRefusesIsThrownAndTheStoreGoesOn() {
        assertThatThrownBy(() -> store.write("test", tx -> {
                    tx.outbox().post(new TaskId(99), 0, "k", "t", StoreContract.NOW);
                    return Step.commit(0);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("write 'test': the database refused it")
                .hasMessageContaining("Rolled back");

        assertThat(store.healthy()).isTrue();
        assertThat(keep("two")).isInstanceOf(Committed.class);
    }

    @Test
    void countsWhatItDid() {
        long before = store.counters().commits();
        keep("one");
        store.write("test", tx -> Step.lost("guard"));
        kept("one");
        connections.fail("commit", SQLiteErrorCode.SQLITE_FULL);
        keep("two");
        keep("three");

        assertThat(store.counters()).isEqualTo(new Store.Counters(before + 1, 1, 2, 1));
    }

    @Test
    void lostSaysWhy() {
        assertThat(store.<Integer>write("test", tx -> Step.lost("guard of task 7")))
                .isEqualTo(new Lost<Integer>("guard of task 7"));
    }

    @Test
    void aWriteInsideAWriteIsRefusedInsteadOfWaitingForItself() {
        assertThatThrownBy(() -> store.write("outer", tx -> {
                    keep("inner");
                    return Step.commit(0);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected no write around it");
    }

    @Test
    void anInterruptedCallerIsAnsweredUnknownAndStaysInterrupted() throws InterruptedException {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Caller first = new Caller(() -> store.write("first", tx -> {
            tx.tasks().keepPipeline("first", "");
            writing.countDown();
            awaitUninterruptibly(release);
            return Step.commit(0);
        }));
        writing.await();
        Caller second = new Caller(() -> keep("second"));
        await().until(second.thread::getState, Thread.State.WAITING::equals);

        first.thread.interrupt();
        second.thread.interrupt();
        first.thread.join();
        second.thread.join();
        release.countDown();

        assertThat(first.result.get()).isInstanceOf(Unknown.class);
        assertThat(second.result.get()).isInstanceOf(Unknown.class);
        assertThat(first.interrupted).isTrue();
        assertThat(second.interrupted).isTrue();
        // What had begun is committed; what was waiting was withdrawn.
        assertThat(keep("third")).isInstanceOf(Committed.class);
        assertThat(kept("first")).isTrue();
        assertThat(kept("second")).isFalse();
    }

    @Test
    void afterCloseWritesAreUnknownAndReadsUnavailable() {
        store.close();

        assertThat(keep("one")).isInstanceOf(Unknown.class);
        assertThatThrownBy(() -> kept("one")).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void aReadCannotWrite() {
        assertThatThrownBy(() -> store.read(reads -> {
                    ((SqlTx) reads).tasks().keepPipeline("one", "");
                    return 0;
                }))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("readonly");
        assertThat(kept("one")).isFalse();
    }

    @Test
    void aReadSeesOneMomentOnly() {
        boolean changed = store.<Boolean>read(reads -> {
            boolean before = reads.tasks().pipelineYaml("one").isPresent();
            keep("one");
            return reads.tasks().pipelineYaml("one").isPresent() != before;
        });

        assertThat(changed).isFalse();
        assertThat(kept("one")).isTrue();
    }

    @Test
    void whatAReadThrowsIsThrownAndTheNextReadIsFresh() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> store.read(reads -> {
                        reads.tasks().pipelineYaml("one");
                        return failing();
                    }))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
        keep("one");

        assertThat(kept("one")).isTrue();
    }

    @Test
    void lessDurabilityIsRefused() throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve(SqliteSettings.FILE);
        try (Connection weak = DriverManager.getConnection(url);
                Statement statement = weak.createStatement()) {
            statement.execute("pragma synchronous = normal");
            SqliteDurability durability = SqliteDurability.read(weak);

            assertThatThrownBy(() -> durability.demand(folder))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessageContaining("expected journal_mode=wal synchronous=full")
                    .hasMessageContaining("synchronous=1 foreign_keys=off");
        }
    }

    private void assertStopped() {
        assertThat(store.healthy()).isFalse();
        AtomicBoolean tried = new AtomicBoolean();
        WriteResult<Integer> later = store.write("later", tx -> {
            tried.set(true);
            return Step.commit(0);
        });
        assertThat(later)
                .isInstanceOfSatisfying(
                        Unknown.class,
                        unknown -> assertThat(unknown.cause())
                                .hasMessageContaining("store stopped after I/O error; restart"));
        assertThat(tried).isFalse();
        await().untilAsserted(() -> assertThat(hookCalls).hasValue(1));
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

    private static Step<Integer> failing() {
        throw new UnsupportedOperationException("bug");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A thread that writes once. */
    private static final class Caller {
        private final AtomicReference<@Nullable WriteResult<Integer>> result =
                new AtomicReference<>();
        private final AtomicBoolean interrupted = new AtomicBoolean();
        private final Thread thread;

        Caller(Supplier<WriteResult<Integer>> write) {
            thread = Thread.ofPlatform().start(() -> {
                result.set(write.get());
                interrupted.set(Thread.currentThread().isInterrupted());
            });
        }
    }
}
