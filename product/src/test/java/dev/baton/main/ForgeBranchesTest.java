package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.forge.Forge;
import dev.baton.forge.git.GitForge;
import dev.baton.forge.git.GitForgeSettings;
import dev.baton.git.GitWorld;
import dev.baton.jobs.Branches;
import dev.baton.model.Sha;
import dev.baton.model.TransientFailure;
import dev.baton.workspace.WorkspaceWorld;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person does in a real repository, as the reconciler sees it. */
class ForgeBranchesTest {
    @TempDir
    Path folder;

    private GitWorld world;
    private Path repository;
    private ForgeBranches branches;
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void open() {
        WorkspaceWorld work = new WorkspaceWorld(folder);
        world = work.world;
        repository = work.repository;
        Forge forge = new GitForge(
                world.git(),
                new GitForgeSettings(
                        "SHOP", repository.toString(), "file", work.mirror().directory()),
                () -> "id");
        branches = new ForgeBranches(_ -> counting(forge), work.mirrors);
        work.mirror().fetchBase();
    }

    private Forge counting(Forge forge) {
        return (Forge) Proxy.newProxyInstance(
                Forge.class.getClassLoader(), new Class<?>[] {Forge.class}, (_, method, given) -> {
                    asked.add(method.getName());
                    return method.invoke(forge, given);
                });
    }

    private Sha commit(String branch) {
        world.git(repository, "checkout", "-q", "-B", branch, "main");
        Sha sha = new Sha(world.commit(repository, branch.replace('/', '-'), "x", branch));
        world.git(repository, "checkout", "-q", "main");
        world.git(
                folder.resolve("data/mirrors/SHOP.git"),
                "fetch",
                "-q",
                repository.toString(),
                sha + ":refs/heads/keep-" + sha);
        return sha;
    }

    @Test
    void seesWhereABranchIs() {
        Sha first = commit("baton/SHOP-1");
        assertThat(branches.of("SHOP").tip("baton/SHOP-1")).contains(first);
        world.git(repository, "branch", "-q", "-f", "baton/SHOP-1", "main");
        assertThat(branches.of("SHOP").tip("baton/SHOP-1"))
                .contains(new Sha(world.head(repository)));
        world.git(repository, "branch", "-q", "-D", "baton/SHOP-1");
        assertThat(branches.of("SHOP").tip("baton/SHOP-1")).isEmpty();
    }

    @Test
    void seesThatTheBaseGainedACommit() {
        Sha head = commit("baton/SHOP-1");
        assertThat(branches.of("SHOP").landed(Set.of(head))).isEmpty();
        world.git(repository, "merge", "-q", "--no-ff", "-m", "by hand", head.value());
        assertThat(branches.of("SHOP").landed(Set.of(head))).containsExactly(head);
    }

    @Test
    void asksTheForgeOnceHoweverMuchIsLookedUp() {
        List<Sha> heads = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            heads.add(commit("baton/SHOP-" + i));
        }
        world.commit(repository, "b.txt", "x", "a base that has to be fetched");
        Branches.Seen seen = branches.of("SHOP");

        for (int i = 1; i <= 5; i++) {
            assertThat(seen.tip("baton/SHOP-" + i)).contains(heads.get(i - 1));
        }
        assertThat(seen.landed(Set.copyOf(heads))).isEmpty();

        assertThat(asked).containsExactly("branches");
    }

    /** One of another history, one that the base has, one that nobody has ever seen. */
    @Test
    void tellsThoseThatLandedFromTheOthers() {
        Sha outside = commit("baton/SHOP-1");
        Sha landed = commit("baton/SHOP-2");
        world.git(repository, "merge", "-q", "--no-ff", "-m", "by hand", landed.value());
        Sha unknown = new Sha("a".repeat(40));
        assertThat(branches.of("SHOP").landed(Set.of(outside, landed, unknown)))
                .containsExactly(landed);
    }

    /** What is compared is of one moment, whatever happens while it is. */
    @Test
    void showsOneMoment() {
        Sha head = commit("baton/SHOP-1");
        Branches.Seen seen = branches.of("SHOP");
        world.git(repository, "branch", "-q", "-D", "baton/SHOP-1");
        assertThat(seen.tip("baton/SHOP-1")).contains(head);
    }

    /** Not "no": nobody can tell. */
    @Test
    void doesNotKnowWithoutABase() {
        Sha head = commit("baton/SHOP-1");
        world.git(repository, "checkout", "-q", "-b", "other");
        world.git(repository, "branch", "-q", "-D", "main");
        assertThatThrownBy(() -> branches.of("SHOP").landed(Set.of(head)))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("expected the branch main, found none");
    }
}
