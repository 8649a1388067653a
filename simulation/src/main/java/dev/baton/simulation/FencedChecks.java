package dev.baton.simulation;

import dev.baton.model.Pipeline;
import dev.baton.model.Sha;
import dev.baton.model.Stage;
import dev.baton.simulation.Violation.Kind;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The invariants of the protocol that can be asked of database and world at rest, or at the moment
 * an effect is applied.
 */
final class FencedChecks {
    private static final String EPOCHS_WITHOUT_STORY = """
            select t.key, t.epoch, count(e.seq)
            from task t
            left join event e on e.task_id = t.id and e.transition = 1 and e.epoch > 0
            group by t.id
            having count(e.seq) <> t.epoch
            """;

    private static final String STORY_GOES_BACK = """
            select task_id, seq, type, epoch
            from (
              select task_id, seq, type, epoch,
                lag(epoch) over (partition by task_id order by seq) as before
              from event)
            where epoch < before
            """;

    private static final String TAKEN_TWICE = """
            select substr(data, 1, instr(data, ' ')), count(*)
            from event
            where type = 'run-ended'
            group by 1
            having count(*) > 1
            """;

    private static final String ITEM_TWICE = """
            select project, source_id, count(*)
            from task
            group by project, source_id
            having count(*) > 1
            """;

    private static final String LEFT_WITHOUT_EFFECT = """
            select t.key, e.data, e.visit
            from event e
            join task t on t.id = e.task_id
            where e.type = 'committed'
              and e.data = ?
              and not exists (
                select 1 from effect f
                where f.task_id = t.id and f.visit = e.visit - 1 and f.state = 'CONFIRMED'
                  and f.kind = ?)
            """;

    private static final String STAGE_WITHOUT_JOB = """
            select t.key, t.stage
            from task t
            where t.stage = ?
              and not exists (
                select 1 from job j where j.task_id = t.id and j.visit = t.visit
                  and j.kind = 'AGENT')
            """;

    private static final String OPEN_AT_THE_END = """
            select f.key, t.status
            from effect f
            join task t on t.id = f.task_id
            where t.status in ('DONE', 'CANCELLED')
              and f.state not in ('CONFIRMED', 'POISONED')
            """;

    private static final String ENDED_TWICE_OR_NEVER = """
            select r.unit, t.status, r.state
            from run r
            join job j on j.id = r.job_id
            join task t on t.id = j.task_id
            where t.status in ('DONE', 'CANCELLED')
              and r.finished_at is null
            """;

    private static final String CHARGED = """
            select j.id, t.key, j.visit, j.name, j.attempt,
              (select group_concat(r.unit || ':' || r.state) from run r
                join job k on k.id = r.job_id
                where k.task_id = j.task_id and k.visit = j.visit),
              (select count(*) from command c
                where c.task_id = j.task_id and c.kind = 'REJECT' and c.consumed_at is not null)
            from job j
            join task t on t.id = j.task_id
            where j.attempt > 0
            """;

    private static final String OBEYED_TWICE = """
            select t.key, count(*), (
              select count(*) from command c
              where c.task_id = t.id and c.consumed_at is not null)
            from event e
            join task t on t.id = e.task_id
            where e.type in ('command', 'ignored')
              and not exists (
                select 1 from command c where c.task_id = t.id and c.kind = 'MOVE')
            group by t.id
            having count(*) <> (
              select count(*) from command c
              where c.task_id = t.id and c.consumed_at is not null)
            """;

    private static final String MOVED_UNTOLD = """
            select t.key,
              (select count(*) from event e
                where e.task_id = t.id and e.type in ('committed', 'returned')) as moves,
              (select count(*) from outbox o
                where o.task_id = t.id and o.kind = 'moved') as told
            from task t
            where moves <> told
              and not exists (
                select 1 from command c where c.task_id = t.id and c.kind = 'MOVE')
            """;

    private static final String HEALTHY_AT_THE_END = """
            select d.project || '-' || d.environment, d.sha
            from deployment d
            where d.state = 'HEALTHY'
              and not exists (
                select 1 from deployment other
                where other.project = d.project and other.environment = d.environment
                  and other.n > d.n)
              and not exists (
                select 1 from deployment other
                join run r on r.unit = other.unit
                where other.project = d.project and other.environment = d.environment
                  and r.state not in ('EXITED', 'CANCELLED'))
            """;

    private static final String ROLLED_BACK_UNHELD = """
            select d.project, d.environment, d.n
            from deployment d
            join landing l on l.sha = d.sha
            where d.state = 'ROLLED_BACK'
              and not exists (
                select 1 from hold h
                where h.project = d.project and h.kind = 'BASE' and h.held_by = 'baton')
            """;

    private static final String OVER_A_RED = """
            select d.n, red.n
            from deployment d
            join deployment red on red.project = d.project and red.environment = d.environment
            where 'target/' || d.project || '-' || d.environment || '-' || d.n = ?
              and d.rolls_back is null
              and red.state = 'RED'
              and red.n < d.n
            """;

    private static final String RED_AT_THE_END = """
            select d.project, d.environment, d.n
            from deployment d
            join task t on t.id = d.task_id
            where d.state = 'RED'
              and t.status in ('DONE', 'CANCELLED')
            """;

    private final Pipeline pipeline;

    FencedChecks(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    void atRest(World world, Database database) {
        none(world, database, Kind.STALE, "epochs without a story (I4)", EPOCHS_WITHOUT_STORY);
        none(world, database, Kind.STALE, "an older epoch after a newer (I3)", STORY_GOES_BACK);
        none(world, database, Kind.TWICE, "one item, two tasks (I12)", ITEM_TWICE);
        none(world, database, Kind.TWICE, "a command obeyed twice (I12)", OBEYED_TWICE);
        none(world, database, Kind.TWICE, "a result taken twice (I10)", TAKEN_TWICE);
        stages(world, database);
        none(world, database, Kind.JOB_LOST, "ended with open effects (I9)", OPEN_AT_THE_END);
        none(world, database, Kind.JOB_LOST, "ended with open runs (I10)", ENDED_TWICE_OR_NEVER);
        none(world, database, Kind.JOB_LOST, "moves that nobody is told of (I6)", MOVED_UNTOLD);
        effects(world, database);
        runs(world, database);
        charges(world, database);
        landings(world, database);
        environments(world, database);
    }

    /**
     * What the ledger says an environment is healthy with is there, unless nobody saw some deploy
     * of it end; and what was rolled back was held until somebody mended it or let go.
     */
    private static void environments(World world, Database database) {
        for (List<String> row : database.rows(HEALTHY_AT_THE_END)) {
            Sha has = world.targets().has(row.get(0));
            if (has == null || !has.value().equals(row.get(1))) {
                world.violation(
                        Kind.STALE,
                        row.get(0) + " is healthy with " + row.get(1) + " and has " + has);
            }
        }
        none(world, database, Kind.JOB_LOST, "rolled back and not held", ROLLED_BACK_UNHELD);
        none(world, database, Kind.STUCK, "red for ever", RED_AT_THE_END);
    }

    private void stages(World world, Database database) {
        for (Stage stage : pipeline.stages()) {
            String next = pipeline.after(stage.id()).name();
            for (Stage.StageEffect effect : stage.effects()) {
                if (effect != Stage.StageEffect.COMMENT) {
                    none(
                            world,
                            database,
                            Kind.JOB_LOST,
                            "left without its effects (I2)",
                            LEFT_WITHOUT_EFFECT,
                            next,
                            effect.name());
                }
            }
            if (stage.mainRole().isPresent()) {
                none(
                        world,
                        database,
                        Kind.JOB_LOST,
                        "a stage without its job (I6)",
                        STAGE_WITHOUT_JOB,
                        stage.id().name());
            }
        }
    }

    /** What the journal says, against what the world saw (I1, I9). */
    private static void effects(World world, Database database) {
        for (List<String> row : database.rows("select key, kind, state from effect")) {
            String key = row.get(0);
            boolean happened = world.ledger().happened(key);
            boolean keyed = List.of("RUN", "MERGE", "DEPLOY").contains(row.get(1));
            if (keyed && row.get(2).equals("CONFIRMED") && !happened) {
                world.violation(Kind.JOB_LOST, key + " is CONFIRMED and never happened (I2)");
            }
            if (keyed && row.get(2).equals("POISONED") && happened) {
                world.violation(Kind.STALE, key + " is POISONED and happened (I9)");
            }
        }
    }

    /** A result that was there is taken (I10). */
    private static void runs(World world, Database database) {
        for (List<String> row : database.rows("select unit, state from run")) {
            UnitProcess process = world.units().of(row.get(0));
            String state = row.get(1);
            boolean lost = List.of("LOST", "LOST_INFRA", "TIMED_OUT").contains(state);
            Integer exit = process.exit;
            if (lost && exit != null && !process.killed) {
                world.violation(Kind.JOB_LOST, row.get(0) + " left " + exit + " and is " + state);
            }
        }
    }

    /** Nobody is given up while a process of it lives, or ended before its time (I10, I14). */
    void inBetween(World world, Database database) {
        for (List<String> row : database.rows(
                "select unit, state from run where state in ('LOST', 'LOST_INFRA')")) {
            if (world.units().of(row.get(0)).lives()) {
                world.violation(Kind.JOB_LOST, row.get(0) + " lives and was called " + row.get(1));
            }
        }
        for (List<String> row :
                database.rows("select unit, limit_ms from run where state = 'TIMED_OUT'")) {
            Duration age =
                    Duration.ofNanos(world.time().nanos() - world.units().of(row.get(0)).bornNanos);
            if (age.toMillis() < Long.parseLong(row.get(1))) {
                world.violation(Kind.JOB_LOST, row.get(0) + " was ended after " + age + " (I14)");
            }
        }
    }

    /** Attempts are charged for what agents did, never for what happened to servers (W22). */
    private static void charges(World world, Database database) {
        for (List<String> row : database.rows(CHARGED)) {
            long own = List.of(row.get(5).split(",")).stream()
                    .filter(run -> world.clones().charged().contains(unit(run))
                            || run.endsWith(":LOST")
                            || run.endsWith(":TIMED_OUT"))
                    .count();
            own += Long.parseLong(row.get(6));
            if (Long.parseLong(row.get(4)) > own) {
                world.violation(
                        Kind.STALE,
                        "job %s of %s was charged %s attempts for %d failures: %s"
                                .formatted(row.get(3), row.get(1), row.get(4), own, row.get(5)));
            }
        }
    }

    private static String unit(String run) {
        return run.substring(0, run.indexOf(':'));
    }

    /** A task is done exactly if a candidate of its own landed (I2, I15). */
    private static void landings(World world, Database database) {
        for (List<String> row : database.rows("select id, key, project, status from task")) {
            long task = Long.parseLong(row.get(0));
            Map<Long, Long> landed = world.repository(row.get(2)).landed.values().stream()
                    .flatMap(sha -> world.candidates().visitOf(task, sha).stream())
                    .collect(Collectors.groupingBy(visit -> visit, Collectors.counting()));
            if (row.get(3).equals("DONE") && landed.isEmpty()) {
                world.violation(Kind.JOB_LOST, row.get(1) + " is DONE and nothing landed");
            }
            landed.forEach((visit, candidates) -> {
                if (candidates > 1) {
                    world.violation(
                            Kind.TWICE,
                            "%s landed %s candidates in visit %s"
                                    .formatted(row.get(1), candidates, visit));
                }
            });
        }
    }

    private static void none(
            World world, Database database, Kind kind, String what, String sql, Object... values) {
        for (List<String> row : database.rows(sql, values)) {
            world.violation(kind, what + ": " + row);
        }
    }

    /** Nothing is applied without an intent (I5); what lands was tested and approved (I15). */
    void applied(World world, Database database, String key, String subject) {
        if (key.startsWith("target/")) {
            deployed(world, database, key);
            return;
        }
        if (database.rows("select 1 from effect where key = ?", key).isEmpty()) {
            world.violation(Kind.STALE, key + " was applied without an intent (I5)");
        }
        if (!key.contains("/merge/")) {
            return;
        }
        Sha candidate = new Sha(subject);
        if (!world.clones().tested().contains(candidate)) {
            world.violation(Kind.STALE, key + " landed and was never tested (I15)");
        }
        // Whom a person moves past the review needs no approval.
        List<Sha> parents = world.commits().parents(candidate);
        boolean moved = !database.rows(
                        "select 1 from command where kind = 'MOVE' and task_id = ?",
                        Long.parseLong(key.substring(0, key.indexOf('/'))))
                .isEmpty();
        if (!moved && (parents.size() < 2 || !world.clones().approved().contains(parents.get(1)))) {
            world.violation(Kind.STALE, key + " landed and its head was never approved (W21)");
        }
    }

    /** A target was given a commit: somebody meant it, and nobody else deploys there (I5, I10). */
    private static void deployed(World world, Database database, String key) {
        List<List<String>> lines = database.rows("""
                select d.state, d.unit, d.project || '-' || d.environment
                from deployment d
                where 'target/' || d.project || '-' || d.environment || '-' || d.n = ?
                """, key);
        if (lines.isEmpty() || lines.getFirst().getFirst().equals("CANCELLED")) {
            world.violation(Kind.STALE, key + " was deployed, and the ledger says " + lines);
            return;
        }
        none(world, database, Kind.STALE, "deployed over a red one", OVER_A_RED, key);
        List<String> deploying = world.units().living().stream()
                .filter(process ->
                        lines.getFirst().get(2).equals(process.environment.get("BATON_TARGET")))
                .map(UnitProcess::unit)
                .filter(unit -> !database.rows(
                                "select 1 from run where unit = ? and state <> 'IN_DOUBT'", unit)
                        .isEmpty())
                .toList();
        if (deploying.size() > 1) {
            world.violation(
                    Kind.TWO_AGENTS, "deploying at the same time: " + String.join(", ", deploying));
        }
    }
}
