package dev.baton.jobs;

import dev.baton.model.Notice;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.store.Store;
import dev.baton.store.WriteResult;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves alerts for people in the outbox. An alert that could not be stored is in the log: what it
 * speaks of is stored elsewhere and stays true. Safe for use by many threads.
 */
public final class Alerts {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    private final Store store;
    private final InstantSource clock;

    public Alerts(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    void raise(TaskId id, String text) {
        WriteResult<Boolean> result = store.write("alert", tx -> {
            Optional<Task> task = tx.tasks().byId(id);
            if (task.isEmpty()) {
                return Store.Step.lost("no task " + id);
            }
            long visit = task.get().visit();
            if (tx.outbox().said(id, visit, Notice.ALERT, text)) {
                return Store.Step.lost("said already");
            }
            tx.outbox().post(id, visit, Notice.ALERT, text, clock.instant());
            return Store.Step.commit(true);
        });
        switch (result) {
            case WriteResult.Committed<Boolean> _ -> LOG.debug("alert of task {}: {}", id, text);
            case WriteResult.Lost<Boolean>(String why) ->
                LOG.debug("alert of task {}: {}: {}", id, why, text);
            case WriteResult.Unknown<Boolean>(Throwable cause) ->
                LOG.warn("alert of task {}, unknown whether stored: {}", id, text, cause);
        }
    }
}
