package dev.baton.store.jdbc;

import dev.baton.model.TaskId;
import dev.baton.model.WorkItem;
import dev.baton.store.TaskWrites.NewTask;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** Takes in a new task: its number, its row, its first visit and its first event. */
record TaskInsert(Sql sql) {

    private static final String NEXT_NUMBER = """
            insert into task_number (project, last)
            values (:project, 1)
            on conflict (project) do update set last = task_number.last + 1
            returning last
            """;

    private static final String INSERT = """
            insert into task (project, key, title, body, source_id, source_url, author, priority,
              status, stage, visit, epoch, pipeline_digest, branch, base,
              created_at, updated_at, stage_since)
            values (:project, :key, :title, :body, :source_id, :source_url, :author, :priority,
              'LIVE', 'created', 0, 0, :digest, :branch, :base,
              :at, :at, :at)
            on conflict (project, source_id) where source_id is not null do nothing
            returning id
            """;

    private static final String FIRST_VISIT = """
            insert into stage_visit (task_id, visit, stage, entered_at)
            values (:id, 0, 'created', :at)
            """;

    private static final String FIRST_EVENT = """
            insert into event (task_id, epoch, visit, stage, transition, actor, type, data, at)
            values (:id, 0, 0, 'created', 1, :author, 'created', :title, :at)
            """;

    /** Empty if the project has a task of that source; the number is taken all the same. */
    Optional<TaskId> insert(NewTask task, UnaryOperator<String> branchOf) {
        WorkItem item = task.item();
        long at = task.at().toEpochMilli();
        long number = sql.query(NEXT_NUMBER)
                .bind("project", task.project())
                .mapTo(Long.class)
                .one();
        String key = task.project() + "-" + number;
        Optional<Long> inserted = sql.query(INSERT)
                .bind("project", task.project())
                .bind("key", key)
                .bind("title", item.title())
                .bind("body", item.body())
                .bind("source_id", item.sourceId())
                .bind("source_url", item.sourceUrl())
                .bind("author", item.author())
                .bind("priority", item.priority())
                .bind("digest", task.pipelineDigest())
                .bind("branch", branchOf.apply(key))
                .bind("base", task.base())
                .bind("at", at)
                .mapTo(Long.class)
                .findOne();
        inserted.ifPresent(id -> begin(id, item, at));
        return inserted.map(TaskId::new);
    }

    private void begin(long id, WorkItem item, long at) {
        sql.update(FIRST_VISIT).bind("id", id).bind("at", at).execute();
        sql.update(FIRST_EVENT)
                .bind("id", id)
                .bind("author", item.author())
                .bind("title", item.title())
                .bind("at", at)
                .execute();
    }
}
