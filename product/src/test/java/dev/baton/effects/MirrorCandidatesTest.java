package dev.baton.effects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.CandidateBuilder;
import dev.baton.engine.CandidateBuilder.AlreadyLanded;
import dev.baton.git.GitWorld;
import dev.baton.model.MergeCandidate;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.model.TransientFailure;
import dev.baton.workspace.Hygiene;
import dev.baton.workspace.Protection;
import dev.baton.workspace.WorkspaceWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorCandidatesTest {
    private static final String TITLE = "Say $(touch x)\nBaton-Candidate: forged é😀";

    @TempDir
    Path root;

    private WorkspaceWorld ws;
    private GitWorld world;
    private Path clone;
    private CandidateBuilder candidates;

    @BeforeEach
    void aTask() {
        ws = new WorkspaceWorld(root);
        world = ws.world;
        clone = ws.prepare(WorkspaceWorld.task()).folder();
        candidates = Effects.candidates(
                ws.mirrors,
                ws.house(),
                project -> Protection.NONE,
                ws.hygiene,
                project -> Hygiene.Rules.DEFAULT);
    }

    private Task work(String file, String text) {
        Sha head = new Sha(world.commit(clone, file, text, "work"));
        ws.take(WorkspaceWorld.task(), "shop-1-v1-developer-1", true);
        return WorkspaceWorld.task("SHOP-1", 1, head, TITLE);
    }

    private MergeCandidate build(Task task, int n) {
        return ((CandidateBuilder.Candidate) candidates.build(task, n, WorkspaceWorld.LANDING))
                .candidate();
    }

    private String mirror(String... arguments) {
        return world.git(ws.mirror().directory(), arguments);
    }

    @Test
    void mergesTheHeadIntoTheBaseAsItIsNow() {
        Task task = work("work", "x");
        String base = world.commit(ws.repository, "other", "x", "moved on");
        MergeCandidate candidate = build(task, 1);
        assertThat(candidate.baseSha()).isEqualTo(new Sha(base));
        assertThat(mirror("log", "-1", "--format=%P", candidate.sha() + ""))
                .isEqualTo(base + " " + task.head());
        assertThat(mirror("ls-tree", "--name-only", candidate.sha() + ""))
                .isEqualTo("README\nother\nwork");
        assertThat(mirror("log", "-1", "--format=%B", candidate.sha() + ""))
                .isEqualTo("Merge baton/SHOP-1: Say $(touch x) Baton-Candidate: forged "
                        + "é😀\n\nBaton-Candidate: SHOP-1/1/1");
        assertThat(mirror("log", "-1", "--format=%an %ae %cn %ce", candidate.sha() + ""))
                .isEqualTo("Baton baton@localhost Baton baton@localhost");
        assertThat(mirror("log", "-1", "--format=%ad %cd", "--date=raw", candidate.sha() + ""))
                .isEqualTo(mirror("log", "-1", "--format=%cd %cd", "--date=raw", task.head() + ""));
        assertThat(mirror("rev-parse", "refs/baton/candidate/SHOP-1/1/1"))
                .isEqualTo(candidate.sha() + "");
    }

    @Test
    void theSameNumberAgainIsTheStoredOneThoughTheBaseMoved() {
        Task task = work("work", "x");
        MergeCandidate first = build(task, 1);
        world.commit(ws.repository, "other", "x", "moved on");
        assertThat(build(task, 1)).isEqualTo(first);
        assertThat(build(task, 2)).isNotEqualTo(first);
    }

    @Test
    void twoCandidatesOfTheSameInputsDiffer() {
        Task task = work("work", "x");
        assertThat(build(task, 1).sha()).isNotEqualTo(build(task, 2).sha());
    }

    @Test
    void namesTheFilesOfAConflictWhateverTheirNames() {
        world.sh(clone, "echo mine >README; printf mine >\"$(printf 'a\\nb')\"");
        Task task = work("-q\"é", "mine");
        world.sh(ws.repository, "echo theirs >README; printf theirs >\"$(printf 'a\\nb')\"");
        world.commit(ws.repository, "-q\"é", "theirs", "theirs");
        MergeCandidate candidate = build(task, 1);
        assertThat(candidate.sha()).isNull();
        assertThat(candidate.conflicts()).containsExactlyInAnyOrder("README", "a\nb", "-q\"é");
        assertThat(ws.mirror().ref("refs/baton/candidate/SHOP-1/1/1")).isEmpty();
    }

    @Test
    void aHeadThatTheBaseContainsHasLandedAlready() {
        Task task = work("work", "x");
        world.git(ws.repository, "fetch", "-q", clone.toString(), "baton/SHOP-1");
        world.git(ws.repository, "merge", "-q", "--ff-only", "FETCH_HEAD");
        assertThat(candidates.build(task, 1, WorkspaceWorld.LANDING))
                .isEqualTo(new AlreadyLanded(new Sha(world.head(ws.repository))));
    }

    @Test
    void aHeadThatIsNowhereIsNotAConflict() {
        Task task = WorkspaceWorld.task("SHOP-1", 1, new Sha("1".repeat(40)), "t");
        assertThatThrownBy(() -> candidates.build(task, 1, WorkspaceWorld.LANDING))
                .isInstanceOf(TransientFailure.class);
    }

    @Test
    void aStoredOneOfAnotherHeadIsForAPerson() {
        build(work("work", "x"), 1);
        Task moved = work("more", "x");
        assertThatThrownBy(() -> build(moved, 1))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("merge candidate SHOP-1/1/1: expected head " + moved.head());
    }

    @Test
    void aRepositoryThatIsGoneIsSaidInItsWords() throws IOException {
        Task task = work("work", "x");
        Files.move(ws.repository, root.resolve("away"));
        assertThatThrownBy(() -> candidates.build(task, 1, WorkspaceWorld.LANDING))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("expected a git repository, found no such folder");
    }
}
