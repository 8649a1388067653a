package dev.baton.store.jdbc;

import dev.baton.model.TaskId;

/**
 * Tells of what others than its driver wrote about a task, in the transaction that wrote it. Who
 * writes a fact that a decision may depend on, and does not do so as the driver of that task, says
 * it here; see {@link dev.baton.store.LookReads}.
 */
record Marks(Sql sql) {
    private static final String MARK = """
            insert into mark (task_id)
            values (:task)
            """;

    private static final String OF_RUN = """
            insert into mark (task_id)
            select job.task_id
            from run
              join job on job.id = run.job_id
            where run.unit = :unit
            """;

    private static final String OF_JOB = """
            insert into mark (task_id)
            select task_id
            from job
            where id = :job
            """;

    private static final String SHARED = """
            update task_number
            set shared = shared + 1
            where project = :project
            """;

    /** A fact about that task. */
    void task(TaskId task) {
        sql.update(MARK).bind("task", task.value()).execute();
    }

    /** A fact about a run. */
    void run(String unit) {
        sql.update(OF_RUN).bind("unit", unit).execute();
    }

    /** A fact about a job. */
    void job(long id) {
        sql.update(OF_JOB).bind("job", id).execute();
    }

    /**
     * Something that the tasks of a project share. Locks the same row as {@link ProjectLock}, and
     * before the row of an environment, as there.
     */
    void shared(String project) {
        Sql.hit(sql.update(SHARED).bind("project", project), "what " + project + " shares");
    }
}
