package dev.baton.simulation;

import static dev.baton.simulation.Mutant.caught;
import static dev.baton.simulation.Mutant.edit;
import static dev.baton.simulation.Mutant.inDepth;
import static dev.baton.simulation.Mutant.world;

import java.util.List;
import java.util.stream.Collectors;

/** All mutants, named after the windows W1 to W25 of the protocol. */
final class Mutants {
    private static final Mutant.Edit OBSERVES_NOT = edit(
            "engine/Journal",
            "return switch (performer.observe(order)) {",
            "return switch ((Observation) new Absent()) {");


    /** Of the resource: the fake stands for it. */
    private static final Mutant.Edit NO_CONDITION = world(
            "FakeForge",
            "if (there.isPresent()) {\n            ledger.refused();",
            "if (there.isPresent() && proposal.key().isEmpty()) {\n            ledger.refused();");

    private static final Mutant.Edit NO_SCAN = edit(
            "jobs/Scan",
            "long incarnation = registry.incarnation();",
            "if (!elapsed.isNegative()) {\n            return;\n        }\n"
                    + "        long incarnation = registry.incarnation();");

    private static final Mutant.Edit UNTOLD =
            edit("jobs/RunFacts", "nudge.nudge(run.task(), actor);", "run.task();");

    private static final Mutant.Edit NO_TIER_2 =
            edit("jobs/Reaper", "nudge.nudge(run.task(), name());", "run.task();");

    private static final Mutant.Edit GHOST = edit(
            "engine/Drive",
            "        } finally {\n            letGo();\n        }\n    }\n\n    private void letGo()",
            "        } catch (Error e) {\n            own = null;\n            throw e;\n"
                    + "        } finally {\n            letGo();\n        }\n    }\n\n"
                    + "    private void letGo()");

    private static final Mutant.Edit NO_BACKSTOP = edit(
            "jobs/LeaseReaper",
            "if (patience.over(task.project(), step, ticker.nanos())) {",
            "if (step.name().isEmpty()) {");

    private static final Mutant.Edit NO_NEXT_JOB = edit(
            "engine/Edges",
            "queueMainJob(tx, now, pipeline.stage(change.to()), at);",
            "now.id();");

    private static final Mutant.Edit NO_JOB_LATER = edit(
            "engine/MainJobRule",
            "return Optional.of(\n                    new Decision.CreateJob("
                    + "JobKind.AGENT, role.name(), null, Duration.ZERO));",
            "return Optional.of(Decision.Await.of(\"its job\"));");

    private static final Mutant.Edit STALE_DECISION = edit(
            "engine/Drive",
            "acquire(task, owned);\n                } else {",
            "acquire(task, owned);\n                }\n                if (own != null) {");

    private static final Mutant.Edit ACQUIRES_BLINDLY = edit(
            "store/jdbc/TaskDao",
            "and epoch = :epoch\n              and status in ('LIVE', 'CANCELLING')",
            "and :epoch = :epoch\n              and status in ('LIVE', 'CANCELLING')");

    private static final Mutant.Edit NO_WAKE_UP = edit(
            "engine/Drives",
            "s == null ? State.DRIVING : State.AGAIN);\n        if (now == State.DRIVING) {",
            "s == null ? State.DRIVING : State.DRIVING);\n        if (states.size() >= 0 &&"
                    + " now == State.DRIVING) {");

    private Mutants() {}

    static final List<Mutant> ALL = List.of(
            caught(
                    "W2",
                    "settling a start only looks at the claim instead of taking it",
                    edit(
                            "effects/RunPerformer",
                            "return switch (units.poison(unit)) {\n            case RunUnit.Poisoned _ ->",
                            "return switch (units.observe(unit)) {\n            case RunUnit.Nothing _, RunUnit.Poisoned _ ->"),
                    edit(
                            "effects/RunPerformer",
                            "case RunUnit.Claimed _ -> claimed(unit);\n",
                            "case RunUnit.Alive _, RunUnit.Exited _, RunUnit.Gone _,"
                                    + " RunUnit.Rebooted _ -> claimed(unit);\n")),
            caught(
                    "W3",
                    "an effect is applied before its intent is written",
                    edit(
                            "engine/Steps",
                            ": journal.intend(\n                        own, snapshot.task(), effect,"
                                    + " (tx, now) -> forbidden(tx, now, effect));",
                            ": applyFirst(own, snapshot, effect);"),
                    edit(
                            "engine/Steps",
                            "    private static Optional<JournalEntry> entry(",
                            """
                                private WriteResult<Long> applyFirst(
                                        Ownership own, TaskSnapshot snapshot, Effect effect) {
                                    var key = effect.key(snapshot.task().id(), snapshot.task().visit());
                                    hands.performer(key.kind()).apply(
                                            new EffectPerformer.Order(snapshot.task(), key, effect));
                                    return journal.intend(
                                            own, snapshot.task(), effect, (tx, now) -> Optional.empty());
                                }

                                private static Optional<JournalEntry> entry(""")),
            caught(
                    "W4",
                    "revoking takes the task from whoever owns it now",
                    edit(
                            "store/jdbc/TaskDao",
                            "DISOWN + \"where id = :id\\n  and epoch = :epoch\";\n\n"
                                    + "    private static final String TAKE_OVER",
                            "DISOWN + \"where id = :id\\n  and :epoch = :epoch\";\n\n"
                                    + "    private static final String TAKE_OVER")),
            caught(
                    "W6",
                    "a thread that dies of an Error leaves its task marked as being driven",
                    edit(
                            "engine/Drives",
                            "states.remove(task);\n            }\n        }\n",
                            "log.error(\"died\");\n            }\n        }\n")),
            caught(
                    "W11",
                    "an owner's writes are guarded by the stage alone",
                    edit(
                            "store/jdbc/TaskDao",
                            "set epoch = epoch\n            where id = :id\n              and epoch = :epoch\n",
                            "set epoch = epoch\n            where id = :id\n              and :epoch = :epoch\n")),
            caught(
                    "W12",
                    "an owner of another incarnation counts as alive",
                    edit(
                            "engine/Registry",
                            "return owner.incarnation() == incarnation && living",
                            "return owner.incarnation() != incarnation || living")),
            caught(
                    "W13",
                    "a run that is seen for the first time is taken for one of a dead server",
                    edit(
                            "jobs/Reaper",
                            "patient.seemedDead = 0;\n                limit(run, patient, watched);\n"
                                    + "                yield Optional.empty();\n            }\n"
                                    + "            case RunUnit.Unclear",
                            "if (!patient.met) {\n                    patient.met = true;\n"
                                    + "                    reaped(run, 1, RunState.LOST, \"unknown\");\n"
                                    + "                }\n                yield Optional.empty();\n"
                                    + "            }\n            case RunUnit.Unclear"),
                    edit(
                            "jobs/Reaper",
                            "private int seemedDead;\n",
                            "private int seemedDead;\n        private boolean met;\n")),
            caught(
                    "W14",
                    "the age of a run is taken from the wall clock",
                    edit(
                            "jobs/Reaper",
                            "Duration total = run.watched().plus(watched);",
                            "Duration total = Duration.between(run.startedAt(), facts.now());"),
                    edit(
                            "jobs/RunFacts",
                            "    void exited(",
                            "    java.time.Instant now() {\n        return clock.instant();\n    }\n\n"
                                    + "    void exited(")),
            caught(
                    "W15",
                    "a write without an owner does not ask whether somebody owns the task",
                    edit(
                            "store/jdbc/TaskDao",
                            "set epoch = epoch + 1,\n              updated_at = :at\n            where id = :id\n              and epoch = :epoch\n              and stage = :stage\n              and owner_activity is null",
                            "set epoch = epoch + 1,\n              updated_at = :at\n            where id = :id\n              and :epoch = :epoch\n              and stage = :stage")),
            caught(
                    "W16",
                    "a process that cannot be seen is taken for dead",
                    edit(
                            "jobs/Reaper",
                            "LOG.warn(\"run {}: {}; the next round looks again\", run.unit(), why);",
                            "reaped(run, 1, RunState.LOST, why);")),
            caught(
                    "W17",
                    "an intent whose outcome is unknown is applied",
                    edit(
                            "engine/Journal",
                            "return guarded.progress(task, own, own.activity().actor(), line, (tx, now) -> {\n            Optional<String> refused = along",
                            "WriteResult<Long> result = guarded.progress(task, own, own.activity().actor(), line, (tx, now) -> {\n            Optional<String> refused = along"),
                    edit(
                            "engine/Journal",
                            "tx.effects().intend(key, effect, now.epoch(), clock.instant());\n            return Optional.empty();\n        });",
                            "tx.effects().intend(key, effect, now.epoch(), clock.instant());\n            return Optional.empty();\n        });\n        if (result instanceof WriteResult.Unknown) {\n            hands.performer(key.kind()).apply(new Order(task, key, effect));\n        }\n        return result;")),
            caught(
                    "W18",
                    "a command is consumed in a transaction of its own",
                    edit(
                            "engine/Obedience",
                            "return store.write(verb, tx -> {",
                            "WriteResult<Edges.Moved> result = store.write(verb, tx -> {"),
                    edit(
                            "engine/Obedience",
                            "&& !tx.history().consume(command.id(), clock.instant())) {",
                            "&& command.id().isEmpty()) {"),
                    edit(
                            "engine/Obedience",
                            "return step;\n        });",
                            "return step;\n        });\n        store.write(\"consume\", tx -> {\n            tx.history().consume(command.id(), clock.instant());\n            return Store.Step.commit(true);\n        });\n        return result;")),
            caught(
                    "W19",
                    "a stopped task ends without asking what its open effects became",
                    edit(
                            "engine/Decider",
                            "return clearTheWay(s, RunState.KILLED, \"the task was stopped\")\n                .orElseGet(() -> new Decision.Finish(outcome(s)));",
                            "return new Decision.Finish(outcome(s));"),
                    edit("engine/Edges", "if (open.isPresent()) {", "if (seen.epoch() < 0) {")),
            caught(
                    "W20",
                    "a merge is given up by looking, without a tombstone",
                    edit(
                            "effects/MergePerformer",
                            "forge(order).bury(merge(order), \"given up by \" + order.task().key()));\n        return said instanceof Absent\n                ? new Unclear(",
                            "forge(order).marker(merge(order)));\n        return said instanceof Absent\n                ? new Never(")),
            caught(
                    "W21",
                    "a verdict about one commit is taken for another",
                    edit(
                            "engine/StageView",
                            "&& v.subject().equals(subject)\n                        && v.digest().equals(digest)\n                        && (",
                            "&& v.digest().equals(digest)\n                        && (")),
            caught(
                    "W22",
                    "a run lost to the machine is charged to the agent",
                    edit(
                            "engine/MainJobRule",
                            "case LOST_INFRA -> Optional.of(lostToTheMachine(view, job, run));",
                            "case LOST_INFRA -> Optional.of(charged(view, job, \"lost\"));")),
            caught(
                    "W23",
                    "a switch around the fence is off: no write of an owner is guarded",
                    edit(
                            "store/jdbc/TaskDao",
                            "public boolean guard(TaskId id, long epoch, StageId stage) {",
                            "public boolean guard(TaskId id, long epoch, StageId stage) {\n        if (epoch >= 0) {\n            return true;\n        }")),
            caught(
                    "W24",
                    "a message is posted after the transaction it tells about",
                    edit(
                            "engine/Edges",
                            "        tx.history().post(now.id(), now.visit(), \"moved\", seen.stage() + \" -> \" + now.stage(), at);\n",
                            ""),
                    edit(
                            "engine/Edges",
                            "        return store.write(\n                change.type(), tx -> enterIn(tx, change, pipeline, seen, own != null, actor, veto));",
                            "        WriteResult<Moved> result = store.write(\n                change.type(), tx -> enterIn(tx, change, pipeline, seen, own != null, actor, veto));\n        store.write(\"post\", tx -> {\n            tx.history().post(seen.id(), seen.visit() + 1, \"moved\", \"\", clock.instant());\n            return Store.Step.commit(true);\n        });\n        return result;")),
            inDepth("W1", "an effect is applied without looking first", OBSERVES_NOT),
            caught(
                    "W1b",
                    "the forge opens a second change request for a branch",
                    NO_CONDITION),
            caught("W1+", "W1 and W1b", OBSERVES_NOT, NO_CONDITION),
            inDepth("W5", "the end of a run is written, and nobody is told", UNTOLD),
            caught("W5b", "no scan comes round", NO_SCAN),
            inDepth("W5c", "no second tier of the reaper", NO_TIER_2),
            caught("W5+", "W5, W5b and W5c", UNTOLD, NO_SCAN, NO_TIER_2),
            inDepth("W7", "the activity of a thread that died counts as living", GHOST),
            inDepth("W7b", "no backstop for owners", NO_BACKSTOP),
            caught("W7+", "W7 and W7b", GHOST, NO_BACKSTOP),
            inDepth("W8", "the next stage's job is not queued with the stage", NO_NEXT_JOB),
            inDepth("W8b", "a stage without its job gets none later", NO_JOB_LATER),
            caught("W8+", "W8 and W8b", NO_NEXT_JOB, NO_JOB_LATER),
            inDepth("W9", "what was decided before the acquire is done after it", STALE_DECISION),
            inDepth("W9b", "acquiring takes the task at any epoch", ACQUIRES_BLINDLY),
            caught("W9+", "W9 and W9b", STALE_DECISION, ACQUIRES_BLINDLY),
            inDepth("W10", "a nudge for a task that is being driven is dropped", NO_WAKE_UP),
            caught("W10+", "W10 and W5b", NO_WAKE_UP, NO_SCAN));

    static Mutant named(String id) {
        return ALL.stream()
                .filter(mutant -> mutant.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--mutant: expected one of "
                        + ALL.stream().map(Mutant::id).collect(Collectors.joining(", "))
                        + ", found '" + id + "'"));
    }
}
