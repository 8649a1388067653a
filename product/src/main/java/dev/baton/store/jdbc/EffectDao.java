package dev.baton.store.jdbc;

import dev.baton.model.Effect;
import dev.baton.model.EffectKey;
import dev.baton.model.EffectKind;
import dev.baton.model.EffectState;
import dev.baton.model.JournalEntry;
import dev.baton.model.TaskId;
import dev.baton.store.EffectWrites;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The effect journal. */
final class EffectDao implements EffectWrites {

    private static final String EFFECT = """
            select key, task_id, visit, kind, params, state, epoch, result, settled_at
            from effect
            """;

    private static final String BY_KEY = EFFECT + "where key = :key";
    private static final String OF_TASK =
            EFFECT + "where task_id = :task\norder by visit, intended_at, key";

    private static final String INTEND = """
            insert into effect (key, task_id, visit, kind, params, state, epoch, intended_at)
            values (:key, :task, :visit, :kind, :params, 'INTENT', :epoch, :at)
            """;

    private static final String SETTLE = """
            update effect
            set state = :state,
              epoch = :epoch,
              result = :result,
              settled_at = :at
            where key = :key
              and settled_at is null
            """;

    private final Sql sql;

    EffectDao(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<JournalEntry> find(EffectKey key) {
        return sql.query(BY_KEY)
                .bind("key", key.toString())
                .map(EffectDao::entry)
                .findOne();
    }

    @Override
    public List<JournalEntry> of(TaskId task) {
        return sql.query(OF_TASK)
                .bind("task", task.value())
                .map(EffectDao::entry)
                .list();
    }

    @Override
    public void intend(EffectKey key, Effect effect, long epoch, Instant at) {
        if (!effect.key(key.task(), key.visit()).equals(key)) {
            throw new IllegalArgumentException(
                    "intent %s: expected the effect of that key, found %s".formatted(key, effect));
        }
        sql.update(INTEND)
                .bind("key", key.toString())
                .bind("task", key.task().value())
                .bind("visit", key.visit())
                .bind("kind", key.kind().name())
                .bind("params", EffectJson.write(effect))
                .bind("epoch", epoch)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    @Override
    public boolean settle(
            EffectKey key, EffectState state, long epoch, @Nullable String result, Instant at) {
        if (state == EffectState.INTENT) {
            throw new IllegalArgumentException(
                    "settle " + key + ": expected an outcome, found INTENT");
        }
        boolean settled = Sql.hit(
                sql.update(SETTLE)
                        .bind("key", key.toString())
                        .bind("state", state.name())
                        .bind("epoch", epoch)
                        .bind("result", result)
                        .bind("at", state.settled() ? Sql.millis(at) : null),
                "settle " + key);
        if (!settled && find(key).isEmpty()) {
            throw new IllegalStateException(
                    "settle " + key + " as " + state + ": expected an intent, found none");
        }
        return settled;
    }

    private static JournalEntry entry(ResultSet columns, StatementContext context)
            throws SQLException {
        Row row = new Row(columns);
        EffectKind kind = row.word("kind", EffectKind.class);
        EffectState state = row.word("state", EffectState.class);
        Instant settledAt = row.instantOrNull("settled_at");
        Effect effect = EffectJson.read(kind, row.text("params"));
        EffectKey key = effect.key(row.task("task_id"), row.number("visit"));
        if (!key.toString().equals(row.text("key"))) {
            throw new IllegalStateException("effect %s: expected key=%s by its params, found %s"
                    .formatted(row.text("key"), key, effect));
        }
        if ((settledAt != null) != state.settled()) {
            throw new IllegalStateException(("effect %s: expected settled_at exactly when settled,"
                            + " found state=%s settled_at=%s")
                    .formatted(key, state, settledAt));
        }
        return new JournalEntry(key, effect, state, row.number("epoch"), row.textOrNull("result"));
    }
}
