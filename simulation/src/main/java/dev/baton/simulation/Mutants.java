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
                            ": journal.intend(own, snapshot.task(), effect, (tx, now) -> Optional.empty());",
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
                            "DISOWN + \"where id = :id\\n  and epoch = :epoch\";\n\n    private static final String AT_REST",
                            "DISOWN + \"where id = :id\\n  and :epoch = :epoch\";\n\n    private static final String AT_REST")),
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
                    "a run that is seen for the first time after a restart is given up and repeated",
                    edit(
                            "jobs/RunMonitor",
                            "case RunUnit.Alive _ -> {\n                    seemedDead = 0;",
                            "case RunUnit.Alive _ -> {\n                    if (!met) {\n"
                                    + "                        met = true;\n"
                                    + "                        lost(run, \"of another start\");\n"
                                    + "                        return;\n                    }\n"
                                    + "                    seemedDead = 0;"),
                    edit(
                            "jobs/RunMonitor",
                            "private boolean asked;\n",
                            "private boolean asked;\n        private boolean met;\n")),
            caught(
                    "W14",
                    "the age of a run is taken from the wall clock",
                    edit(
                            "jobs/RunMonitor",
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
                            "jobs/RunMonitor",
                            "LOG.warn(\"run {}: {}; the next round looks again\", run.unit(), why);",
                            "lost(run, why);")),
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
            inDepth(
                    "W8",
                    "the next stage's job is not queued with the stage",
                    edit(
                            "engine/Edges",
                            "queueMainJob(tx, now, pipeline.stage(change.to()), at);",
                            "now.id();")),
            inDepth("W10", "a nudge for a task that is being driven is dropped", NO_WAKE_UP),
            caught(
                    "W10+",
                    "the same, and no scan comes round",
                    NO_WAKE_UP,
                    edit(
                            "jobs/Scan",
                            "long incarnation = registry.incarnation();",
                            "if (!elapsed.isNegative()) {\n            return;\n        }\n"
                                    + "        long incarnation = registry.incarnation();")));

    static Mutant named(String id) {
        return ALL.stream()
                .filter(mutant -> mutant.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--mutant: expected one of "
                        + ALL.stream().map(Mutant::id).collect(Collectors.joining(", "))
                        + ", found '" + id + "'"));
    }
}
