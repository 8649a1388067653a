package dev.baton.store.jdbc;

/**
 * Lets one transaction at a time change the merge queues of a project. On PostgreSQL two that join
 * or leave at once would each see a queue without the other, and make two heads or none. The row of
 * the project's numbers stands for its queues; a project without tasks has nothing to lock.
 */
record ProjectLock(Sql sql) {
    private static final String ALONE = """
            update task_number
            set last = last
            where project = :project
            """;

    /** Until the end of the transaction. */
    void in(String project) {
        Sql.hit(sql.update(ALONE).bind("project", project), "merge queues of " + project);
    }
}
