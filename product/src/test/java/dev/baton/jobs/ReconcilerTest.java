package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.Event;
import dev.baton.model.FailureCode;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Notice;
import dev.baton.model.Owner;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.Sha;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.TransientFailure;
import dev.baton.model.WorkItem;
import dev.baton.store.TaskWrites.NewTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people did to branches, and what it says of it. */
final class ReconcilerTest {
    private static final Sha START = sha('0');
    private static final Sha HEAD = sha('a');
    private static final Sha OTHER = sha('b');
    private static final Sha MERGED = sha('c');

    @TempDir
    Path folder;

    private RunWorld world;
    private long incarnation;
    private final FakeBranches branches = new FakeBranches();
    private Reconciler reconciler;

    /** Branches with a value, a base with what it contains, and forges that may be down. */
    private static final class FakeBranches implements Branches {
        private final Map<String, Sha> tips = new HashMap<>();
        private final Set<Sha> landed = new HashSet<>();
        private final List<String> asked = new ArrayList<>();
        private final List<Set<Sha>> questions = new ArrayList<>();
        private final Set<String> down = new HashSet<>();
        private @Nullable String lost;
        private Runnable meanwhile = () -> {};

        @Override
        public Seen of(String project) {
            asked.add(project);
            meanwhile.run();
            if (down.contains(project)) {
                throw new TransientFailure(FailureCode.FORGE, project + ": no answer");
            }
            Map<String, Sha> now = Map.copyOf(tips);
            return new Seen() {
                @Override
                public Optional<Sha> tip(String branch) {
                    if (branch.equals(lost)) {
                        throw new TransientFailure(FailureCode.FORGE, branch + ": no answer");
                    }
                    return Optional.ofNullable(now.get(branch));
                }

                @Override
                public Set<Sha> landed(Set<Sha> commits) {
                    questions.add(commits);
                    return commits.stream().filter(landed::contains).collect(Collectors.toSet());
                }
            };
        }
    }

    private static Sha sha(char c) {
        return new Sha(String.valueOf(c).repeat(40));
    }

    @BeforeEach
    void open() {
        world = new RunWorld(folder);
        incarnation = world.commit(tx -> tx.tasks()
                .startIncarnation("host", new ProcessIdentity(1, 2, "boot"), RunWorld.NOW));
        reconciler =
                new Reconciler(world.store, incarnation, branches, world::nudge, RunWorld.CLOCK);
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** In review, its commits pushed. */
    private Task pushed() {
        return pushed("SHOP");
    }

    private Task pushed(String project) {
        TaskId id = world.commit(tx -> {
            tx.tasks().keepPipeline("digest", "stages: []");
            WorkItem item = new WorkItem("Greet", "", null, null, "ann", 0);
            Task task = tx.tasks()
                    .insert(new NewTask(project, item, "digest", "main", RunWorld.NOW), key -> key);
            tx.tasks().head(task.id(), HEAD, START);
            return task.id();
        });
        world.enter(task(id), new StageId("review"), TaskStatus.LIVE);
        effect(id, new Effect.Push(task(id).branch(), HEAD, null), EffectState.CONFIRMED);
        branches.tips.put(task(id).branch(), HEAD);
        return task(id);
    }

    private void effect(TaskId id, Effect effect, EffectState state) {
        Task task = task(id);
        var key = effect.key(id, task.visit());
        world.commit(tx -> {
            tx.effects().intend(key, effect, task.epoch(), RunWorld.NOW);
            return state == EffectState.INTENT
                    || tx.effects().settle(key, state, task.epoch(), "done", RunWorld.NOW);
        });
    }

    private Task task(TaskId id) {
        return world.store.read(reads -> reads.tasks().byId(id)).orElseThrow();
    }

    private void round() {
        reconciler.runOnce(Duration.ofSeconds(60));
    }

    private List<String> said(Task task) {
        return world.store.read(reads -> reads.history().events(task.id(), 0, 100)).stream()
                .filter(event -> event.type().equals("outside"))
                .map(Event::data)
                .toList();
    }

    private List<String> alerts() {
        world.commit(tx -> {
            tx.outbox().open("test");
            return true;
        });
        return world.store.read(reads -> reads.outbox().fresh("test", 100)).stream()
                .map(Notice::text)
                .toList();
    }

    @Test
    void saysNothingWhenNothingIsDifferent() {
        Task task = pushed();
        round();
        assertThat(said(task)).isEmpty();
        assertThat(world.nudged).isEmpty();
        assertThat(task(task.id())).isEqualTo(task);
    }

    @Test
    void saysOnceThatSomebodyElseMovedTheBranch() {
        world.commit(tx -> {
            tx.outbox().open("test");
            return true;
        });
        Task task = pushed();
        branches.tips.put(task.branch(), OTHER);

        round();
        round();

        String what = "branch SHOP-1: expected " + HEAD + ", which this task pushed, found " + OTHER
                + ": somebody else moved it. What lands is " + HEAD.abbreviated()
                + "; the next push waits for a person";
        assertThat(said(task)).containsExactly(what);
        assertThat(alerts()).containsExactly(what);
        assertThat(world.nudged).containsExactly(task.id());
        assertThat(task(task.id())).isEqualTo(task);
    }

    @Test
    void saysItOnceHoweverOftenTheTaskMovesOn() {
        Task task = pushed();
        branches.tips.put(task.branch(), OTHER);
        round();
        world.enter(task(task.id()), new StageId("testing"), TaskStatus.LIVE);
        round();
        assertThat(said(task)).hasSize(1);
    }

    @Test
    void saysThatTheBranchIsGone() {
        Task task = pushed();
        branches.tips.clear();
        round();
        assertThat(said(task)).singleElement().asString().contains("found none: somebody else");
    }

    @Test
    void saysThatSomebodyLandedItByHand() {
        Task task = pushed();
        branches.landed.add(HEAD);
        branches.tips.clear();

        round();

        assertThat(said(task))
                .containsExactly("main already contains " + HEAD.abbreviated()
                        + ": somebody landed it by hand; at its turn the task parks. Next: ./baton"
                        + " task stop SHOP-1");
        assertThat(world.nudged).containsExactly(task.id());
    }

    /** The stage after the merge: what is on the base was landed by the task itself. */
    @Test
    void knowsWhatItLandedItself() {
        Task task = pushed();
        world.commit(tx -> {
            tx.gates()
                    .candidate(new MergeCandidate(
                            task.id(), task.visit(), 1, START, HEAD, MERGED, List.of()));
            return true;
        });
        effect(task.id(), new Effect.Merge(1, "main", START, MERGED), EffectState.CONFIRMED);
        branches.landed.add(HEAD);
        branches.tips.clear();
        round();
        assertThat(said(task)).isEmpty();
    }

    /** Somebody may be at it, or was until a crash; what is outside may be his. */
    @Test
    void asksNothingWhileAnEffectIsOpen() {
        Task task = pushed();
        effect(task.id(), new Effect.Merge(1, "main", START, MERGED), EffectState.INTENT);
        branches.landed.add(HEAD);
        branches.tips.put(task.branch(), OTHER);
        round();
        assertThat(said(task)).isEmpty();
    }

    @Test
    void leavesAloneWhatHasALivingOwnerOrIsOver() {
        Task owned = pushed();
        world.commit(tx -> tx.tasks()
                .acquire(
                        owned.id(),
                        owned.epoch(),
                        new Owner(incarnation, 1, "scan", "Perform", RunWorld.NOW)));
        Task over = pushed();
        world.enter(over, StageId.DONE, TaskStatus.DONE);
        branches.tips.clear();
        round();
        assertThat(said(owned)).isEmpty();
        assertThat(said(over)).isEmpty();
    }

    /** Between the look and the write the driver took the task and pushed. */
    @Test
    void writesNothingAboutATaskThatMovedMeanwhile() {
        Task task = pushed();
        branches.tips.put(task.branch(), OTHER);
        branches.meanwhile = () -> world.commit(tx ->
                tx.tasks().guardOwnerless(task.id(), task.epoch(), task.stage(), RunWorld.NOW));
        round();
        assertThat(said(task)).isEmpty();
    }

    @Test
    void oneThatCannotBeReadKeepsNoneOfTheOthers() {
        Task first = pushed();
        branches.lost = first.branch();
        Task second = pushed();
        branches.tips.put(second.branch(), OTHER);
        round();
        assertThat(said(first)).isEmpty();
        assertThat(said(second)).hasSize(1);
    }

    @Test
    void asksEachForgeOnceARoundHoweverManyTasksItHas() {
        for (int i = 0; i < 5; i++) {
            pushed("SHOP");
            pushed("DOCS");
        }
        Task over = pushed("OVER");
        world.enter(over, StageId.DONE, TaskStatus.DONE);

        round();

        assertThat(branches.asked).containsExactlyInAnyOrder("SHOP", "DOCS");
        round();
        assertThat(branches.asked).hasSize(4);
    }

    @Test
    void looksOnlyAtTasksForWhichSomethingMoved() {
        Task still = pushed();
        Task other = pushed();
        round();
        branches.questions.clear();
        long read = world.store.counters().reads();

        round();

        assertThat(branches.questions).containsExactly(Set.of());
        assertThat(world.store.counters().reads() - read)
                .as("one page of a line for each task")
                .isEqualTo(1);

        branches.tips.put(other.branch(), OTHER);
        round();
        assertThat(said(other)).hasSize(1);
        assertThat(said(still)).isEmpty();

        branches.tips.put("main", MERGED);
        branches.landed.add(HEAD);
        round();
        assertThat(said(still)).singleElement().asString().contains("somebody landed it by hand");
    }

    @Test
    void aForgeThatIsDownKeepsNoneOfTheOthers() {
        branches.down.add("DOCS");
        Task unread = pushed("DOCS");
        Task read = pushed("SHOP");
        branches.tips.put(unread.branch(), OTHER);
        branches.tips.put(read.branch(), OTHER);
        round();
        assertThat(said(unread)).isEmpty();
        assertThat(said(read)).hasSize(1);
    }
}
