package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatList;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.Command;
import dev.baton.model.DeployAnswer;
import dev.baton.model.DeploymentState;
import dev.baton.model.Effect;
import dev.baton.model.EffectKey;
import dev.baton.model.EffectState;
import dev.baton.model.Event;
import dev.baton.model.Evidence;
import dev.baton.model.EvidenceRow;
import dev.baton.model.JournalEntry;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Notice;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.Verdict;
import dev.baton.model.Verdict.Outcome;
import dev.baton.store.TaskWrites.Edge;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written about a task: effects, evidence, verdicts, candidates, events and commands. */
abstract class RecordContract extends StoreContract {

    void does(Consumer<dev.baton.store.Tx> work) {
        commit(tx -> {
            work.accept(tx);
            return true;
        });
    }

    @Nested
    class Journal {
        private final Effect.Push push = new Effect.Push("baton/SHOP-1", SHA_A, null);

        @Test
        void keepsAnIntentUnderItsKeyOnce() {
            Task task = owned(7);
            EffectKey key = intend(task, push);

            assertThat(key.toString()).isEqualTo(task.id() + "/1/push");
            assertThatObject(read(reads -> reads.effects().find(key)))
                    .isEqualTo(Optional.of(
                            new JournalEntry(key, push, EffectState.INTENT, task.epoch(), null)));
            assertThatThrownBy(() -> intend(task, push))
                    .message()
                    .containsAnyOf("effect.key", "effect_pkey");
        }

        @ParameterizedTest
        @MethodSource("dev.baton.store.jdbc.RecordContract#effects")
        void keepsEveryEffectAsItIs(Effect effect) {
            Task task = owned(7);
            EffectKey key = intend(task, effect);

            assertThatList(read(reads -> reads.effects().of(task.id())))
                    .containsExactly(
                            new JournalEntry(key, effect, EffectState.INTENT, task.epoch(), null));
        }

        @Test
        void refusesAnEffectUnderTheKeyOfAnother() {
            Task task = owned(7);
            EffectKey key = new Effect.Merge(1, "main", SHA_A, SHA_B).key(task.id(), 1);

            assertThatThrownBy(() -> does(tx -> tx.effects().intend(key, push, task.epoch(), NOW)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(key.toString());
        }

        @ParameterizedTest
        @EnumSource(
                value = EffectState.class,
                names = {"CONFIRMED", "POISONED"})
        void settlesOnce(EffectState state) {
            Task task = owned(7);
            EffectKey key = intend(task, push);

            assertThat(settle(key, state, 9, "seen")).isTrue();
            assertThat(settle(key, EffectState.CONFIRMED, 10, "again")).isFalse();
            assertThat(settle(key, EffectState.POISONED, 10, "again")).isFalse();
            assertThat(settle(key, EffectState.IN_DOUBT, 10, "again")).isFalse();

            assertThatObject(read(reads -> reads.effects().find(key)))
                    .isEqualTo(Optional.of(new JournalEntry(key, push, state, 9, "seen")));
        }

        @Test
        void aDoubtCanStillBeSettled() {
            EffectKey key = intend(owned(7), push);

            assertThat(settle(key, EffectState.IN_DOUBT, 9, null)).isTrue();
            assertThat(settle(key, EffectState.CONFIRMED, 10, "42")).isTrue();
        }

        @Test
        void refusesToSettleWhatWasNeverIntended() {
            EffectKey key = push.key(owned(7).id(), 1);

            assertThatThrownBy(() -> settle(key, EffectState.CONFIRMED, 9, null))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(key.toString());
        }

        private EffectKey intend(Task task, Effect effect) {
            EffectKey key = effect.key(task.id(), task.visit());
            does(tx -> tx.effects().intend(key, effect, task.epoch(), NOW));
            return key;
        }

        private boolean settle(
                EffectKey key, EffectState state, long epoch, @Nullable String result) {
            return held(tx -> tx.effects().settle(key, state, epoch, result, LATER));
        }
    }

    static Stream<Effect> effects() {
        return Stream.of(
                new Effect.Deploy(
                        "shop-1-v6-deploy-staging-1", "deploy-staging", 1, "staging", SHA_A, 3),
                new Effect.StartRun("shop-1-v1-developer-2", "developer", 2),
                new Effect.Push("baton/SHOP-1", SHA_A, null),
                new Effect.Push("baton/SHOP-1", SHA_A, SHA_B),
                new Effect.ChangeRequest("baton/SHOP-1", "main", SHA_A, "Greet \"all\" 🦊\n"),
                new Effect.Merge(3, "main", SHA_A, SHA_B));
    }

    static Stream<Evidence> evidence() {
        return Stream.of(
                new Evidence.Work(SHA_A, SHA_B, List.of("a b", "ü"), List.of()),
                new Evidence.Work(
                        SHA_A,
                        SHA_A,
                        List.of(),
                        List.of("left\nover"),
                        List.of("the branch is gone")),
                new Evidence.OutFile(".baton/out/review.md", "---\nverdict: \u0000", null),
                new Evidence.OutFile(".baton/out/review.md", null, "not UTF-8"),
                new Evidence.Artifact("docs/ü.md", 5_000_000_000L, null),
                new Evidence.Artifact("docs/a.md", null, "no such file"),
                new Evidence.DeployStatus(DeployAnswer.ABSENT, "found '{}'"),
                new Evidence.DeployEnd("SHOP-staging-3", DeploymentState.FAILED, "503", null),
                new Evidence.DeployEnd("SHOP-staging-3", DeploymentState.RED, "503", "healthy"),
                new Evidence.CommandEnd(RunState.EXITED, 1, "exit 1", "last\nlines"),
                new Evidence.CommandEnd(RunState.TIMED_OUT, null, "20m", ""));
    }

    @Nested
    class EvidenceOfRuns {
        @ParameterizedTest
        @MethodSource("dev.baton.store.jdbc.RecordContract#evidence")
        void isKeptAsItIs(Evidence evidence) {
            Run run = newRun();
            EvidenceRow row = new EvidenceRow(run.task(), "work", SHA_A, run.unit(), evidence, NOW);

            does(tx -> tx.gates().keep(row));

            assertThatList(read(reads -> reads.gates().evidence(run.task()))).containsExactly(row);
        }

        @Test
        void ofTheSameNameSubjectAndRunReplacesTheOlder() {
            Run run = newRun();
            EvidenceRow first = row(run, "tests", 1);
            EvidenceRow other = row(run, "work", 1);
            EvidenceRow second = row(run, "tests", 0);

            does(tx -> List.of(first, other, second).forEach(tx.gates()::keep));

            assertThatList(read(reads -> reads.gates().evidence(run.task())))
                    .containsExactly(other, second);
            assertThatList(read(reads -> reads.gates().evidenceOf(run.unit())))
                    .containsExactly(other, second);
            assertThatList(read(reads -> reads.gates().evidenceOf("none"))).isEmpty();
        }

        private EvidenceRow row(Run run, String name, int exitCode) {
            Evidence end = new Evidence.CommandEnd(RunState.EXITED, exitCode, "", "");
            return new EvidenceRow(run.task(), name, SHA_A, run.unit(), end, NOW);
        }
    }

    @Nested
    class Verdicts {
        @Test
        void areKeptInTheOrderOfJudging() {
            Run run = newRun();
            for (Outcome outcome : Outcome.values()) {
                does(tx -> tx.gates().judge(verdict(run.task(), run.unit(), outcome)));
            }

            List<Verdict> kept = read(reads -> reads.gates().verdicts(run.task()));

            assertThat(kept).extracting(Verdict::outcome).containsExactly(Outcome.values());
            assertThat(kept).extracting(Verdict::seq).isSorted().doesNotHaveDuplicates();
            assertThat(kept.getFirst())
                    .usingRecursiveComparison()
                    .ignoringFields("seq")
                    .isEqualTo(verdict(run.task(), run.unit(), Outcome.GREEN));
        }

        @Test
        void thatAreNotGreenCanBeVoided() {
            Task task = owned(7);
            Task other = owned(8);
            for (Outcome outcome : Outcome.values()) {
                does(tx -> tx.gates().judge(verdict(task.id(), null, outcome)));
            }
            does(tx -> tx.gates().judge(verdict(other.id(), null, Outcome.RED)));

            does(tx -> tx.gates().voidNotGreen(task.id()));

            assertThatList(read(reads -> reads.gates().verdicts(task.id())))
                    .extracting(Verdict::outcome)
                    .containsExactly(Outcome.GREEN);
            assertThatList(read(reads -> reads.gates().verdicts(other.id()))).hasSize(1);
        }

        private Verdict verdict(TaskId task, @Nullable String unit, Outcome outcome) {
            List<String> findings = List.of("line 1\nline 2", "ü");
            return new Verdict(
                    task, "tests", SHA_A, "digest", unit, outcome, "why", findings, 0, NOW);
        }
    }

    @Nested
    class Candidates {
        @Test
        void areKeptByVisitAndNumber() {
            Task task = owned(7);
            MergeCandidate conflict =
                    new MergeCandidate(task.id(), 3, 2, SHA_A, SHA_B, null, List.of("Main.java"));
            MergeCandidate built = new MergeCandidate(
                            task.id(), 3, 1, SHA_A, SHA_B, SHA_C, List.of())
                    .with(new Evidence.ProtectedChanges(
                            "0a", 60, List.of("ci: added"), List.of("p: no"), null));

            does(tx -> {
                tx.gates().candidate(conflict);
                tx.gates().candidate(built);
            });

            assertThatList(read(reads -> reads.gates().candidates(task.id(), 3)))
                    .containsExactly(built, conflict);
            assertThatList(read(reads -> reads.gates().candidates(task.id(), 4)))
                    .isEmpty();
            MergeCandidate later =
                    new MergeCandidate(task.id(), 5, 1, SHA_A, SHA_B, null, List.of("A"));
            does(tx -> tx.gates().candidate(later));
            assertThatList(read(reads -> reads.gates().candidates(task.id())))
                    .containsExactly(built, conflict, later);
            assertThatThrownBy(() -> does(tx -> tx.gates().candidate(conflict)))
                    .message()
                    .containsAnyOf("merge_candidate.n", "merge_candidate_pkey");
        }

        @Test
        void neverShareACommit() {
            Task task = owned(7);
            does(tx -> tx.gates().candidate(candidate(task, 1)));

            assertThatThrownBy(() -> does(tx -> tx.gates().candidate(candidate(task, 2))))
                    .message()
                    .containsAnyOf("merge_candidate.sha", "merge_candidate_sha");
        }

        private MergeCandidate candidate(Task task, int n) {
            return new MergeCandidate(task.id(), 3, n, SHA_A, SHA_B, SHA_C, List.of());
        }
    }

    @Nested
    class History {
        @Test
        void tellsEachTransitionOnce() {
            Task task = owned(7);
            does(tx -> tx.history().append(event(task, 9, true, "acquired")));
            does(tx -> tx.history().append(event(task, 9, false, "verdict")));
            does(tx -> tx.history().append(event(task, 9, false, "verdict")));

            assertThatThrownBy(
                            () -> does(tx -> tx.history().append(event(task, 9, true, "revoked"))))
                    .isInstanceOf(IllegalStateException.class)
                    .message()
                    .containsAnyOf("event.task_id, event.epoch", "event_transition");
        }

        @Test
        void isReadForwardsAndBackwards() {
            Task task = newTask();
            Task other = newTask();
            does(tx -> {
                tx.history().append(event(task, 1, true, "one"));
                tx.history().append(event(other, 1, true, "other"));
                tx.history().append(event(task, 2, true, "two"));
            });

            List<Event> all = read(reads -> reads.history().events(task.id(), 0, 9));
            assertThat(all).extracting(Event::type).containsExactly("created", "one", "two");
            long after = all.get(1).seq();
            assertThatList(read(reads -> reads.history().events(task.id(), after, 9)))
                    .extracting(Event::type)
                    .containsExactly("two");
            assertThatList(read(reads -> reads.history().newest(task.id(), 2)))
                    .extracting(Event::type)
                    .containsExactly("two", "one");
        }

        /** Of a task that is over, with its notices and what became of them. */
        @Test
        void isForgotten() {
            Task task = inStage(REVIEW);
            Edge last = new Edge(task.id(), task.epoch(), REVIEW, StageId.DONE);
            does(tx -> tx.tasks().enter(last, false, TaskStatus.DONE, NOW));
            does(tx -> {
                tx.outbox().open("log");
                tx.outbox().post(task.id(), 1, "parked", "why", NOW);
                Notice notice = tx.outbox().fresh("log", 9).getLast();
                tx.outbox().later(notice.id(), "log", "away", LATER);
            });
            assertThatList(read(reads -> reads.history().toldAndOver(NOW, 9))).isEmpty();
            assertThatList(read(reads -> reads.history().toldAndOver(LATER, 9)))
                    .containsExactly(task.id());

            does(tx -> tx.history().forget(task.id()));

            assertThatList(read(reads -> reads.history().toldAndOver(LATER, 9))).isEmpty();
            assertThatList(read(reads -> reads.history().newest(task.id(), 9))).isEmpty();
            boolean said = read(reads -> reads.outbox().said(task.id(), 1, "parked", "why"));
            assertThat(said).isFalse();
        }
    }

    @Nested
    class Commands {
        @Test
        void areStoredAndConsumedOnce() {
            Task task = newTask();
            Command move = new Command(
                    "web/1", task.id(), Command.Kind.MOVE, REVIEW, null, null, "ann", 3, LATER);
            Command approve = new Command(
                    "web/2", task.id(), Command.Kind.APPROVE, null, "fine", "0a", "ann", 3, NOW);

            assertThat(held(tx -> tx.history().command(move))).isTrue();
            assertThat(held(tx -> tx.history().command(approve))).isTrue();
            assertThat(held(tx -> tx.history().command(move))).isFalse();
            assertThatList(read(reads -> reads.history().pending(task.id())))
                    .containsExactly(move, approve);

            assertThat(held(tx -> tx.history().consume("web/1", LATER))).isTrue();
            assertThat(held(tx -> tx.history().consume("web/1", LATER))).isFalse();
            assertThat(held(tx -> tx.history().consume("none", LATER))).isFalse();
            assertThatList(read(reads -> reads.history().pending(task.id())))
                    .containsExactly(approve);
            assertThatObject(read(reads -> reads.history().command("web/1")))
                    .isEqualTo(Optional.of(move));
        }

        @ParameterizedTest
        @EnumSource(Command.Kind.class)
        void ofEveryKindAreTaken(Command.Kind kind) {
            Task task = newTask();
            Command command = new Command(
                    "id",
                    task.id(),
                    kind,
                    kind == Command.Kind.MOVE ? REVIEW : null,
                    null,
                    null,
                    "ann",
                    0,
                    NOW);

            assertThat(held(tx -> tx.history().command(command))).isTrue();
        }
    }
}
