package dev.baton.simulation;

import dev.baton.intake.NewCommand;
import dev.baton.model.FailureCode;
import dev.baton.model.Sha;
import dev.baton.model.TransientFailure;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunUnit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A server of the obvious design. */
final class ObviousServer implements Server {
    private static final int ATTEMPTS_MAX = 3;

    /** Rounds after which a lease counts as stale even if its process lives. */
    private static final int AGE_MAX = 3;

    private static final Map<String, String> NEXT =
            Map.of("created", "development", "development", "review", "review", "merge");

    private final World world;
    private final Database database;
    private final Host host;
    private final String boot;

    ObviousServer(World world, Database database, Host host) {
        this.world = world;
        this.database = database;
        this.host = host;
        this.boot = world.units().boot();
        // Whatever ran before this start is taken for dead.
        database.execute("update o_job set status = 'queued', attempt = attempt + 1"
                + " where status = 'running'");
        database.rows("select id from o_task where status = 'live'")
                .forEach(task -> nudge(Long.parseLong(task.getFirst())));
    }

    @Override
    public Host host() {
        return host;
    }

    @Override
    public List<Duty> duties() {
        return List.of(
                duty("dispatcher", this::dispatch),
                duty("run monitor", this::watch),
                duty("reaper", this::reap));
    }

    private static Duty duty(String name, Runnable round) {
        return new Duty() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void round(Duration watched) {
                round.run();
            }
        };
    }

    // --- moving a task --------------------------------------------------------------------------

    @Override
    public void nudge(long task) {
        host.submit(Threads.DRIVE, () -> driveDirectly(task));
    }

    @Override
    public void driveDirectly(long task) {
        try {
            boolean moved;
            do {
                moved = advance(task);
            } while (moved);
        } catch (TransientFailure e) {
            nudge(task);
        }
    }

    /** One stage further, if its job is done; whoever holds the lease may try. */
    private boolean advance(long task) {
        List<String> seen = one("select stage, status, project from o_task where id = ?", task);
        if (!seen.get(1).equals("live") || !acquire(task)) {
            return false;
        }
        try {
            String stage = seen.get(0);
            if (!stage.equals("created") && !jobDone(task, stage)) {
                return false;
            }
            effects(task, stage, seen.get(2));
            return commit(task, stage);
        } finally {
            if (host.alive()) {
                release(task);
            }
        }
    }

    private boolean acquire(long task) {
        return write(
                        "acquire",
                        "insert into o_lease (task, pid, boot, age) values (?, ?, ?, 0)"
                                + " on conflict (task) do nothing",
                        task,
                        host.number(),
                        boot)
                == 1;
    }

    private void release(long task) {
        write("release", "delete from o_lease where task = ? and pid = ?", task, host.number());
    }

    private boolean jobDone(long task, String stage) {
        return !rows(
                        "select 1 from o_job where task = ? and stage = ? and status = 'done'"
                                + " and id = (select max(id) from o_job where task = ?)",
                        task,
                        stage,
                        task)
                .isEmpty();
    }

    private void effects(long task, String stage, String project) {
        Repository repository = world.repository(project);
        if (stage.equals("development")) {
            effect(task, "push", "", () -> repository.branches.put("b" + task, head(task)));
            effect(task, "change-request", "", () -> {});
        } else if (stage.equals("merge")) {
            String head = head(task).value();
            effect(task, "merge", head, repository::personPushes);
        }
    }

    /** The change is squashed onto the base as it is and pushed: what a script would do. */
    private void effect(long task, String kind, String subject, Runnable apply) {
        Caller by = new Caller(task + "/" + kind, 0);
        world.network()
                .change(
                        "forge." + kind,
                        () -> {
                            apply.run();
                            if (kind.equals("merge")) {
                                world.ledger().once(by, subject);
                            } else {
                                world.ledger().again(by);
                            }
                            return true;
                        },
                        ObviousServer::failed);
    }

    private Sha head(long task) {
        return world.clones().head(Obvious.key(task));
    }

    /** The stage is compared and set; then the next job is queued. */
    private boolean commit(long task, String stage) {
        String next = NEXT.getOrDefault(stage, "done");
        boolean done = next.equals("done");
        int set = write(
                "commit",
                "update o_task set stage = ?, status = ? where id = ? and stage = ?",
                next,
                done ? "done" : "live",
                task,
                stage);
        if (set == 0 || done) {
            return false;
        }
        write(
                "enqueue",
                "insert into o_job (task, stage, status, attempt)" + " values (?, ?, 'queued', 1)",
                task,
                next);
        return true;
    }

    // --- duties ---------------------------------------------------------------------------------

    private void dispatch() {
        for (List<String> job :
                rows("select id, task, stage, attempt from o_job where status = 'queued'")) {
            if (write(
                            "claim",
                            "update o_job set status = 'running' where id = ?"
                                    + " and status = 'queued'",
                            job.get(0))
                    == 1) {
                start(job);
            }
        }
    }

    private void start(List<String> job) {
        long task = Long.parseLong(job.get(1));
        String project = one("select project from o_task where id = ?", task).getFirst();
        world.clones().prepare(Obvious.key(task), world.repository(project).base());
        Map<String, String> environment = new TreeMap<>();
        environment.put("BATON_TASK", Obvious.key(task));
        environment.put("BATON_HEAD", head(task).value());
        switch (job.get(2)) {
            case "development" -> environment.put("BATON_PUSHES", "1");
            case "merge" -> {
                environment.put("BATON_GATE", "merge-test");
                environment.put("BATON_SHA", head(task).value());
            }
            default -> environment.put("BATON_STAGE", job.get(2));
        }
        if (world.units()
                        .launch(LaunchSpec.of(
                                unit(job), Path.of("/"), List.of("true"), environment))
                instanceof RunUnit.Unclear(String why)) {
            throw new TransientFailure(FailureCode.PROCESS, why);
        }
    }

    private static String unit(List<String> job) {
        return "task-%s-%s-%s-%s".formatted(job.get(1), job.get(2), job.get(0), job.get(3));
    }

    private void watch() {
        for (List<String> job :
                rows("select id, task, stage, attempt from o_job where status = 'running'")) {
            long task = Long.parseLong(job.get(1));
            switch (world.units().observe(unit(job))) {
                case RunUnit.Exited(int code) -> ended(job, task, code == 0);
                case RunUnit.Gone _, RunUnit.Rebooted _, RunUnit.Nothing _ ->
                    ended(job, task, false);
                case RunUnit.Alive _, RunUnit.Poisoned _, RunUnit.Unclear _ -> {}
            }
        }
    }

    /** Claimed first, so that nobody else handles the same end; then the task moves on. */
    private void ended(List<String> job, long task, boolean well) {
        if (well) {
            write("job done", "update o_job set status = 'done' where id = ?", job.get(0));
            nudge(task);
        } else if (Integer.parseInt(job.get(3)) >= ATTEMPTS_MAX) {
            write("parked", "update o_task set status = 'parked' where id = ?", task);
        } else {
            write(
                    "requeue",
                    "update o_job set status = 'queued', attempt = attempt + 1"
                            + " where id = ? and status = 'running'",
                    job.get(0));
        }
    }

    /** Looks at the leases of tasks with a live job, and at those whose process is gone. */
    private void reap() {
        write("age", "update o_lease set age = age + 1");
        for (List<String> lease : rows("select l.task, l.pid, l.boot, l.age, (select count(*)"
                + " from o_job j where j.task = l.task and j.status in ('queued', 'running'))"
                + " from o_lease l")) {
            boolean ours = lease.get(1).equals(Integer.toString(host.number()));
            boolean dead = !lease.get(2).equals(boot) || !ours;
            boolean stale =
                    Integer.parseInt(lease.get(3)) > AGE_MAX && !lease.get(4).equals("0");
            if (dead || stale) {
                long task = Long.parseLong(lease.getFirst());
                suspect(task);
            }
        }
    }

    /** Released by force, whoever has it by now. */
    @Override
    public void suspect(long task) {
        try {
            write("force release", "delete from o_lease where task = ?", task);
            nudge(task);
        } catch (TransientFailure e) {
            world.fibers().current();
        }
    }

    // --- from outside ---------------------------------------------------------------------------

    @Override
    public void file(String project, int item) {
        try {
            int filed = write(
                    "file",
                    "insert into o_task (item, project, stage, status)"
                            + " values (?, ?, 'created', 'live') on conflict (item) do nothing",
                    Integer.toString(item),
                    project);
            if (filed == 1) {
                nudge(Long.parseLong(one("select max(id) from o_task").getFirst()));
            }
        } catch (TransientFailure e) {
            // The sender sees the failure and sends it again.
            host.submit("webhook", () -> file(project, item));
        }
    }

    @Override
    public void hold(int drawn) {}

    @Override
    public void letGo() {}

    @Override
    public void command(NewCommand command) {
        long task = Long.parseLong(command.taskKey().substring(command.taskKey().indexOf('-') + 1));
        try {
            switch (command.kind()) {
                case STOP ->
                    write(
                            "stop",
                            "update o_task set status = 'cancelled'"
                                    + " where id = ? and status = 'live'",
                            task);
                case REJECT -> reject(task);
                case PAUSE, RESUME, RETRY, APPROVE, MOVE -> {}
            }
        } catch (TransientFailure e) {
            host.submit("command", () -> command(command));
        }
    }

    private void reject(long task) {
        int back = write(
                "reject",
                "update o_task set stage = 'development' where id = ? and status = 'live'"
                        + " and stage in ('review', 'merge')",
                task);
        if (back == 1) {
            write(
                    "enqueue",
                    "insert into o_job (task, stage, status, attempt)"
                            + " values (?, 'development', 'queued', 1)",
                    task);
        }
    }

    // --- the database ---------------------------------------------------------------------------

    private List<String> one(String sql, Object... values) {
        return rows(sql, values).stream().findFirst().orElseThrow();
    }

    private List<List<String>> rows(String sql, Object... values) {
        if (world.fibers().reached(Place.READ, "read") == Fault.READ_FAILS) {
            return failed("read");
        }
        return database.rows(sql, values);
    }

    /** A transaction of one statement; an outcome that is not known is taken for a failure. */
    private int write(String what, String sql, Object... values) {
        Fault fault = world.fibers().reached(Place.WRITE, what);
        if (fault == Fault.BUSY || fault == Fault.IO_ERROR) {
            return failed(what);
        }
        int rows = database.update(sql, values);
        if (fault == Fault.COMMIT_REPLY_LOST || fault == Fault.IO_ERROR_AFTER_COMMIT) {
            return failed(what);
        }
        world.fibers().reached(Place.WRITTEN, what);
        return rows;
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // It never returns.
    private static <T> T failed(String what) {
        throw new TransientFailure(FailureCode.STORE, what + " failed");
    }
}
