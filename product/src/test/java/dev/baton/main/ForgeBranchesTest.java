package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.forge.Forge;
import dev.baton.forge.git.GitForge;
import dev.baton.forge.git.GitForgeSettings;
import dev.baton.git.GitWorld;
import dev.baton.model.Sha;
import dev.baton.model.TransientFailure;
import dev.baton.workspace.WorkspaceWorld;
import java.nio.file.Path;
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
        branches = new ForgeBranches(_ -> forge, work.mirrors);
        work.mirror().fetchBase();
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
                sha + ":refs/heads/keep");
        return sha;
    }

    @Test
    void seesWhereABranchIs() {
        Sha first = commit("baton/SHOP-1");
        assertThat(branches.tip("SHOP", "baton/SHOP-1")).contains(first);
        world.git(repository, "branch", "-q", "-f", "baton/SHOP-1", "main");
        assertThat(branches.tip("SHOP", "baton/SHOP-1")).contains(new Sha(world.head(repository)));
        world.git(repository, "branch", "-q", "-D", "baton/SHOP-1");
        assertThat(branches.tip("SHOP", "baton/SHOP-1")).isEmpty();
    }

    @Test
    void seesThatTheBaseGainedACommit() {
        Sha head = commit("baton/SHOP-1");
        assertThat(branches.landed("SHOP", head)).isFalse();
        world.git(repository, "merge", "-q", "--no-ff", "-m", "by hand", head.value());
        assertThat(branches.landed("SHOP", head)).isTrue();
    }

    /** Not "no": nobody can tell. */
    @Test
    void doesNotKnowWithoutABase() {
        Sha head = commit("baton/SHOP-1");
        world.git(repository, "checkout", "-q", "-b", "other");
        world.git(repository, "branch", "-q", "-D", "main");
        assertThatThrownBy(() -> branches.landed("SHOP", head))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("expected the branch main, found none");
    }
}
