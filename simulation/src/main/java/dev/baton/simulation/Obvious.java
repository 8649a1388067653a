package dev.baton.simulation;

import java.util.List;

/**
 * The design one thinks of first, built with care: a lease row with pid and boot id, a
 * compare-and-set on the stage, a reaper that claims first, releases by force and requeues, and a
 * requeue of running jobs at start. Same world, same faults, same questions.
 */
final class Obvious implements Protocol {
    private static final List<String> TABLES = List.of(
            "create table if not exists o_task (id integer primary key, item text not null unique,"
                    + " project text not null, stage text not null, status text not null)",
            "create table if not exists o_lease (task integer primary key, pid integer not null,"
                    + " boot text not null, age integer not null)",
            "create table if not exists o_job (id integer primary key, task integer not null,"
                    + " stage text not null, status text not null, attempt integer not null)");

    @Override
    public String name() {
        return "obvious";
    }

    @Override
    public void prepare(Database database) {
        TABLES.forEach(database::execute);
    }

    @Override
    public List<String> stages() {
        return List.of("development", "review", "merge");
    }

    @Override
    public Server start(World world, Database database, Host host) {
        return new ObviousServer(world, database, host);
    }

    @Override
    public List<Standing> standings(Database database) {
        return database
                .rows("select t.id, t.project, t.status, t.stage,"
                        + " (select j.status from o_job j where j.task = t.id and j.stage = t.stage"
                        + " order by j.id desc limit 1),"
                        + " (select l.pid from o_lease l where l.task = t.id)"
                        + " from o_task t order by t.id")
                .stream()
                .map(Obvious::standing)
                .toList();
    }

    private static Standing standing(List<String> row) {
        return new Standing(
                Long.parseLong(row.get(0)),
                key(Long.parseLong(row.get(0))),
                row.get(1),
                !row.get(2).equals("live"),
                null,
                "%s %s in %s, job %s, lease of %s"
                        .formatted(
                                key(Long.parseLong(row.get(0))),
                                row.get(2),
                                row.get(3),
                                row.get(4),
                                row.get(5)));
    }

    /** How people call a task. */
    static String key(long task) {
        return "TASK-" + task;
    }

    @Override
    public void inspect(World world, Database database, boolean atRest) {
        if (!atRest) {
            return;
        }
        for (List<String> row : database.rows("select id from o_task where status = 'cancelled'")) {
            if (world.ledger().happened(row.get(0) + "/merge")) {
                world.violation(
                        Violation.Kind.STALE,
                        key(Long.parseLong(row.get(0))) + " is cancelled and its change landed");
            }
        }
    }

    /** A task that does not move because nobody will ever do its work has lost its job. */
    @Override
    public Violation.Kind kindOfStuck(Database database, Standing task) {
        return database.rows(
                                "select 1 from o_job j join o_task t on t.id = j.task"
                                        + " where t.id = ? and j.stage = t.stage",
                                task.task())
                        .isEmpty()
                ? Violation.Kind.JOB_LOST
                : Violation.Kind.STUCK;
    }

    @Override
    public void applied(World world, Database database, String key, String subject) {
        boolean cancelled = key.endsWith("/merge")
                && !database.rows(
                                "select 1 from o_task where id = ? and status = 'cancelled'",
                                Long.parseLong(key.substring(0, key.indexOf('/'))))
                        .isEmpty();
        if (cancelled) {
            world.violation(Violation.Kind.STALE, key + " landed after the task was cancelled");
        }
    }
}
