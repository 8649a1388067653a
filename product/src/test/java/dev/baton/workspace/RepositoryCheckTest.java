package dev.baton.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.git.GitWorld;
import dev.baton.model.PermanentFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryCheckTest {
    @TempDir
    Path root;

    private GitWorld world;

    @BeforeEach
    void world() {
        world = new GitWorld(root);
    }

    private Optional<String> problem(Path repository, String base) {
        return new RepositoryCheck(world.git())
                .problem(new RepositorySettings("SHOP", repository.toString(), base));
    }

    @Test
    void isContentWithABareRepositoryAndWithACheckout() {
        assertThat(problem(world.bare("shop.git"), "main")).isEmpty();
        assertThat(problem(world.checkout("shop"), "main")).isEmpty();
    }

    @Test
    void tellsThatItDoesNotExist() {
        assertThat(problem(root.resolve("no"), "main"))
                .hasValue("repository of SHOP (" + root
                        + "/no): expected a git repository, found no such folder. Next: "
                        + "correct projects.SHOP.repository in baton.yaml");
    }

    @Test
    void tellsThatItIsAFile() {
        GitWorld.write(root.resolve("file"), "x");
        assertThat(problem(root.resolve("file"), "main"))
                .hasValue("repository of SHOP (" + root
                        + "/file): expected a git repository, found a file. Next: "
                        + "correct projects.SHOP.repository in baton.yaml");
    }

    @Test
    void tellsThatItIsNoRepository() {
        GitWorld.write(root.resolve("plain/file"), "x");
        assertThat(problem(root.resolve("plain"), "main"))
                .hasValue("repository of SHOP (" + root
                        + "/plain): expected a git repository, found a folder that is none. "
                        + "Next: git init "
                        + root + "/plain, or correct projects.SHOP.repository in baton.yaml");
    }

    @Test
    void tellsThatItIsNoRepositoryEvenInsideOne() {
        Path inside = world.checkout("outer").resolve("plain");
        GitWorld.write(inside.resolve("file"), "x");
        assertThat(problem(inside, "main"))
                .hasValueSatisfying(
                        text -> assertThat(text).contains("found a folder that is none"));
    }

    @Test
    void tellsThatItIsEmpty() {
        assertThat(problem(world.empty("shop"), "main"))
                .hasValue("repository of SHOP (" + root
                        + "/shop): expected a branch 'main', found an empty repository. "
                        + "Next: commit something to main and push it there");
    }

    @Test
    void tellsWhichBranchesThereAreWhenTheBaseIsMissing() {
        assertThat(problem(world.checkout("shop"), "trunk"))
                .hasValue("repository of SHOP (" + root
                        + "/shop): expected a branch 'trunk', found only main. Next: "
                        + "set projects.SHOP.base in baton.yaml");
    }

    @Test
    void tellsThatNobodyAnswersAtAnAddress() {
        RepositorySettings nobody =
                new RepositorySettings("SHOP", "git://127.0.0.1:1/shop.git", "main");
        assertThat(new RepositoryCheck(world.git()).problem(nobody))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("repository of SHOP (git://127.0.0.1:1/shop.git): expected a "
                                + "git repository, found 'fatal: unable to connect to "
                                + "127.0.0.1")
                        .endsWith("Next: correct projects.SHOP.repository in baton.yaml"));
    }

    @Test
    void fetchingFromABadRepositorySaysTheSame() {
        Path shop = world.empty("shop");
        Mirrors mirrors = new Mirrors(
                world.git(),
                WorkspaceSettings.in(world.data()),
                List.of(new RepositorySettings("SHOP", shop.toString(), "main")));
        assertThatThrownBy(() -> mirrors.of("SHOP").fetchBase())
                .isInstanceOf(PermanentFailure.class)
                .hasMessage(problem(shop, "main").orElseThrow());
    }

    @Test
    void findsUncommittedChangesOfACheckedOutBase() {
        Path shop = world.checkout("shop");
        RepositorySettings settings = new RepositorySettings("SHOP", shop.toString(), "main");
        RepositoryCheck check = new RepositoryCheck(world.git());
        assertThat(check.dirt(settings)).isEmpty();
        GitWorld.write(shop.resolve("README"), "changed");
        assertThat(check.dirt(settings))
                .hasValue("repository of SHOP (" + shop
                        + "): expected no uncommitted changes while main is checked "
                        + "out, found some. Next: commit or stash them; merges "
                        + "wait until then");
        world.git(shop, "checkout", "-q", "-b", "other");
        assertThat(check.dirt(settings)).as("another branch is checked out").isEmpty();
    }

    @Test
    void takesAddressesAndAbsolutePathsOnly() {
        assertThat(new RepositorySettings("SHOP", "https://host/x.git", "main").transport())
                .isEqualTo("https");
        assertThat(new RepositorySettings("SHOP", "git@host:x.git", "main").transport())
                .isEqualTo("ssh");
        assertThat(new RepositorySettings("SHOP", "file:///srv/x.git", "main").address())
                .isEqualTo("/srv/x.git");
        assertThat(new RepositorySettings("SHOP", "/srv/a:b.git", "main").transport())
                .isEqualTo("file");
        assertThatThrownBy(() -> new RepositorySettings("SHOP", "--upload-pack=x", "main"))
                .hasMessage("projects.SHOP.repository: expected a path or a URL, found "
                        + "'--upload-pack=x'");
    }
}
