package dev.baton.effects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.effects.Effects.LandingGuard;
import dev.baton.engine.CandidateBuilder;
import dev.baton.engine.EffectPerformer;
import dev.baton.engine.EffectPerformer.Absent;
import dev.baton.engine.EffectPerformer.Happened;
import dev.baton.engine.EffectPerformer.Later;
import dev.baton.engine.EffectPerformer.Never;
import dev.baton.engine.EffectPerformer.Order;
import dev.baton.engine.EffectPerformer.Refused;
import dev.baton.forge.Forge;
import dev.baton.forge.git.GitForge;
import dev.baton.forge.git.GitForgeSettings;
import dev.baton.git.GitWorld;
import dev.baton.model.Effect;
import dev.baton.model.EffectKind;
import dev.baton.model.MergeCandidate;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.workspace.Hygiene;
import dev.baton.workspace.Prepared;
import dev.baton.workspace.Protection;
import dev.baton.workspace.WorkspaceWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformersTest {
    @TempDir
    Path root;

    private WorkspaceWorld ws;
    private GitWorld world;
    private Path clone;
    private Task task;
    private Forge forge;

    @BeforeEach
    void aTaskWithWork() {
        ws = new WorkspaceWorld(root);
        world = ws.world;
        forge = new GitForge(
                world.git(),
                new GitForgeSettings(
                        "SHOP", ws.repository.toString(), "file", ws.mirror().directory()),
                () -> UUID.randomUUID().toString());
        Prepared prepared = ws.prepare(WorkspaceWorld.task());
        clone = prepared.folder();
        task = withHead(work("work"));
    }

    private Sha work(String file) {
        Sha head = new Sha(world.commit(clone, file, "x", file));
        ws.take(WorkspaceWorld.task(), "shop-1-v1-developer-1", true);
        return head;
    }

    private static Task withHead(Sha head) {
        return WorkspaceWorld.task("SHOP-1", 1, head, "Say hello");
    }

    private Sha head() {
        assertThat(task.head()).isNotNull();
        return Objects.requireNonNull(task.head());
    }

    private Order order(Effect effect) {
        return new Order(task, effect.key(task.id(), task.visit()), effect);
    }

    private EffectPerformer performer(EffectKind kind) {
        return Effects.performers(project -> forge, LandingGuard.of(ws.mirrors, ws.house()))
                .stream()
                .filter(p -> p.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> refs() {
        return world.refs(ws.repository);
    }

    @Test
    void thereIsOnePerKindButForRuns() {
        assertThat(Effects.performers(project -> forge, LandingGuard.of(ws.mirrors, ws.house())))
                .extracting(EffectPerformer::kind)
                .containsExactly(EffectKind.PUSH, EffectKind.CHANGE_REQUEST, EffectKind.MERGE);
    }

    @Test
    void anOrderOfAnotherKindIsABrokenInvariant() {
        assertThatThrownBy(() -> performer(EffectKind.MERGE)
                        .observe(order(new Effect.Push("b", head(), null))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Nested
    class Push {
        private EffectPerformer push() {
            return performer(EffectKind.PUSH);
        }

        private Order pushing(Sha sha, @Nullable Sha last) {
            return order(new Effect.Push("baton/SHOP-1", sha, last));
        }

        @Test
        void isAbsentThenHappensThenIsSeen() {
            Order order = pushing(head(), null);
            assertThat(push().observe(order)).isEqualTo(new Absent());
            assertThat(push().apply(order)).isEqualTo(Happened.with("baton/SHOP-1 at " + head()));
            assertThat(push().observe(order)).isEqualTo(Happened.with("baton/SHOP-1 at " + head()));
        }

        @Test
        void appliedTwiceChangesNothing() {
            Order order = pushing(head(), null);
            push().apply(order);
            Map<String, String> before = refs();
            assertThat(push().apply(order)).isInstanceOf(Happened.class);
            assertThat(refs()).isEqualTo(before);
        }

        @Test
        void appliedLateDoesNotPutANewerOneBack() {
            Sha newer = work("more");
            Order old = pushing(head(), null);
            push().apply(old);
            push().apply(pushing(newer, head()));
            assertThatThrownBy(() -> push().apply(old)).isInstanceOf(PermanentFailure.class);
            assertThat(forge.tip("baton/SHOP-1")).hasValue(newer);
        }

        @Test
        void overSomebodyElsesValueIsForAPersonAndNamesBoth() {
            Sha newer = work("more");
            push().apply(pushing(head(), null));
            String foreign =
                    world.git(ws.repository, "commit-tree", head() + "^{tree}", "-m", "foreign");
            world.git(ws.repository, "update-ref", "refs/heads/baton/SHOP-1", foreign);
            assertThatThrownBy(() -> push().apply(pushing(newer, head())))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessage("branch baton/SHOP-1 of SHOP-1: expected " + head() + " to push "
                            + newer + " over, found " + foreign
                            + ". Next: delete or rename that branch, then baton task retry SHOP-1");
            assertThat(forge.tip("baton/SHOP-1")).hasValue(new Sha(foreign));
        }

        @Test
        void makesABranchAnewThatIsGone() {
            Sha newer = work("more");
            push().apply(pushing(head(), null));
            forge.deleteBranch("baton/SHOP-1", head());
            assertThat(push().apply(pushing(newer, head()))).isInstanceOf(Happened.class);
        }

        @Test
        void settledSaysWhatIsThere() {
            assertThat(push().settle(pushing(head(), null))).isInstanceOf(Never.class);
            push().apply(pushing(head(), null));
            assertThat(push().settle(pushing(head(), null))).isInstanceOf(Happened.class);
        }
    }

    @Nested
    class ChangeRequest {
        private EffectPerformer request() {
            return performer(EffectKind.CHANGE_REQUEST);
        }

        private Order opening() {
            performer(EffectKind.PUSH).apply(order(new Effect.Push("baton/SHOP-1", head(), null)));
            return order(new Effect.ChangeRequest(
                    "baton/SHOP-1", "main", head(), "Say `rm -rf " + "/`\nBaton-Base: evil"));
        }

        @Test
        void isAbsentThenHappensThenIsSeen() {
            Order order = opening();
            assertThat(request().observe(order)).isEqualTo(new Absent());
            assertThat(request().apply(order)).isEqualTo(Happened.with("change request 1"));
            assertThat(request().observe(order)).isEqualTo(Happened.with("change request 1"));
        }

        @Test
        void appliedTwiceOrLateChangesNothing() {
            Order order = opening();
            request().apply(order);
            Map<String, String> before = refs();
            assertThat(request().apply(order)).isEqualTo(Happened.with("change request 1"));
            assertThat(refs()).isEqualTo(before);
        }

        @Test
        void settledBeforeItHappenedNeverHappens() {
            Order order = opening();
            assertThat(request().settle(order)).isInstanceOf(Never.class);
            assertThat(request().apply(order)).isInstanceOf(Refused.class);
            assertThat(request().observe(order)).isEqualTo(new Absent());
            assertThat(forge.tip("baton/SHOP-1")).as("the head branch").isEmpty();
        }

        @Test
        void settledAfterItHappenedSaysSoAndIsClosed() {
            Order order = opening();
            request().apply(order);
            assertThat(request().settle(order))
                    .isEqualTo(Happened.with("change request 1, closed " + "again"));
            assertThat(request().observe(order)).isEqualTo(new Absent());
        }
    }

    @Nested
    class Merge {
        private EffectPerformer merge() {
            return performer(EffectKind.MERGE);
        }

        private Order merging(int n) {
            MergeCandidate candidate = ((CandidateBuilder.Candidate) Effects.candidates(
                                    ws.mirrors,
                                    ws.house(),
                                    project -> Protection.NONE,
                                    ws.hygiene,
                                    project -> Hygiene.Rules.DEFAULT)
                            .build(task, n, WorkspaceWorld.LANDING))
                    .candidate();
            return order(new Effect.Merge(
                    n, "main", candidate.baseSha(), Objects.requireNonNull(candidate.sha())));
        }

        private Sha candidate(Order order) {
            return ((Effect.Merge) order.effect()).sha();
        }

        @Test
        void isAbsentThenHappensThenIsSeen() {
            Order order = merging(1);
            assertThat(merge().observe(order)).isEqualTo(new Absent());
            assertThat(merge().apply(order))
                    .isEqualTo(Happened.with(candidate(order) + " onto main"));
            assertThat(merge().observe(order))
                    .isEqualTo(Happened.with(candidate(order) + " onto main"));
            assertThat(world.git(ws.repository, "rev-list", "--merges", "main").lines())
                    .hasSize(1);
        }

        @Test
        void appliedTwiceIsOneMerge() {
            Order order = merging(1);
            merge().apply(order);
            assertThat(merge().apply(order)).isInstanceOf(Happened.class);
            assertThat(world.git(ws.repository, "reflog", "show", "main")
                            .lines()
                            .filter(l -> l.contains("push")))
                    .hasSize(1);
        }

        @Test
        void ofAMovedBaseIsRefusedAndSettlesToNever() {
            Order order = merging(1);
            world.commit(ws.repository, "other", "x", "moved on");
            Map<String, String> before = refs();
            assertThat(merge().apply(order))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.why())
                                    .contains(
                                            ((Effect.Merge) order.effect())
                                                    .baseSha()
                                                    .value(),
                                            before.get("refs/heads/main")));
            assertThat(refs()).isEqualTo(before);
            assertThat(merge().settle(order)).isInstanceOf(Never.class);
            assertThat(merge().observe(order)).isInstanceOf(Never.class);
        }

        @Test
        void settledNeverLandsEvenWhenTheBaseCameBack() {
            Order order = merging(1);
            Sha start = forge.tip("main").orElseThrow();
            world.commit(ws.repository, "other", "x", "moved on");
            merge().settle(order);
            world.git(ws.repository, "reset", "-q", "--hard", start.value());
            assertThat(merge().apply(order)).isInstanceOf(Refused.class);
            assertThat(forge.tip("main")).hasValue(start);
        }

        @Test
        void theNextCandidateLandsAfterTheFirstWasGivenUp() {
            Order first = merging(1);
            world.commit(ws.repository, "other", "x", "moved on");
            merge().settle(first);
            Order second = merging(2);
            assertThat(merge().apply(second)).isInstanceOf(Happened.class);
            assertThat(merge().settle(second)).isInstanceOf(Happened.class);
            assertThat(merge().observe(first)).isInstanceOf(Never.class);
        }

        @Test
        void intoADirtyCheckoutIsLater() {
            Order order = merging(1);
            GitWorld.write(ws.repository.resolve("README"), "mine");
            assertThat(merge().apply(order))
                    .isEqualTo(new Later(
                            ws.repository + " has main "
                                    + "checked out and has uncommitted changes: commit or stash "
                                    + "them",
                            Duration.ofSeconds(30)));
            assertThat(merge().observe(order)).isEqualTo(new Absent());
        }

        @Test
        void twoBuriersAgree() {
            Order order = merging(1);
            List<EffectPerformer.Observation> answers =
                    List.of(merge().settle(order), merge().settle(order));
            assertThat(answers.get(0)).isInstanceOf(Never.class).isEqualTo(answers.get(1));
        }
    }
}
