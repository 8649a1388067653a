package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.Effect;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import java.nio.file.Path;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that cannot be: written past the checks, and refused by what reads them. */
class RefusalTest extends StoreContract {
    @Override
    Store open(Path folder) {
        return SqliteStoreTest.unsynced(folder);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            status = 'FLYING'                        | expected a TaskStatus, found 'FLYING'
            status = 'PAUSED'                        | expected no owner with status=PAUSED
            status = 'PARKED', owner_activity = null | status=PARKED parked_by=null
            owner_actor = null                       | column owner_actor: expected a value
            stage = 'Two Words'                      | found 'Two Words'
            head_sha = 'abc'                         | found 'abc'
            """)
    void aTaskIsRefused(String damage, String message) {
        TaskId task = owned(7).id();

        damage("update task set " + damage);

        assertRefused(reads -> reads.tasks().byId(task), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            state = 'EXITED'                     | state=EXITED finished_at=null exit_code=null
            state = 'LOST'                       | state=LOST finished_at=null
            finished_at = 1                      | state=INTENDED finished_at=1970
            exit_code = 1                        | state=INTENDED finished_at=null exit_code=1
            pid = 5                              | column pid_start: expected a value
            """)
    void aRunIsRefused(String damage, String message) {
        String unit = newRun().unit();

        damage("update run set " + damage);

        assertRefused(reads -> reads.work().run(unit), message);
    }

    @Test
    void aJobThatRunsWithoutAGrantIsRefused() {
        long job = newRun().jobId();

        damage("update job set granted_at = null");

        assertRefused(reads -> reads.work().job(job), "granted_at with status=RUNNING");
    }

    @Test
    void anEffectUnderTheKeyOfAnotherIsRefused() {
        Task task = owned(7);
        Effect push = new Effect.Push("b", SHA_A, null);
        commit(tx -> {
            tx.effects().intend(push.key(task.id(), 1), push, task.epoch(), NOW);
            return true;
        });

        damage("update effect set key = '9/9/push'");
        assertRefused(reads -> reads.effects().of(task.id()), "effect 9/9/push: expected key=");

        damage("update effect set params = '{\"kind\":\"merge\"}'");
        assertRefused(reads -> reads.effects().of(task.id()), "expected params of kind push");
    }

    private void damage(String statement) {
        commit(tx -> {
            Handle handle = ((SqlTx) tx).handle();
            handle.execute("pragma ignore_check_constraints = on");
            return handle.execute(statement);
        });
    }

    private <T> void assertRefused(Function<Reads, T> read, String message) {
        assertThatThrownBy(() -> store.read(read))
                .isInstanceOfAny(IllegalStateException.class, IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Nested
    class Guards {
        @Test
        void thatHitMoreThanOneRowThrowAndRollBack() {
            newTask();
            newTask();

            assertThatThrownBy(() -> held(tx -> Sql.hit(
                            ((SqlTx) tx).handle().createUpdate("update task set epoch = epoch + 1"),
                            "guard of task 7")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("guard of task 7: expected at most 1 row, found 2. Rolled back");

            assertThat(task(new TaskId(1)).epoch()).isZero();
            assertThat(store.healthy()).isTrue();
        }
    }
}
