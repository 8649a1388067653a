package dev.baton.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.git.GitWorld;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits that would be written over what is Baton's own, on real git. */
class HouseAttackTest {
    @TempDir
    Path root;

    private WorkspaceWorld ws;
    private GitWorld world;
    private Path shop;
    private Path clone;

    @BeforeEach
    void aCheckoutWithBatonInIt() throws IOException {
        root = root.toRealPath();
        ws = new WorkspaceWorld(root);
        world = ws.world;
        shop = ws.repository;
        world.commit(shop, ".baton/pipeline.yaml", "stages: []\n", "a pipeline");
        Files.createDirectories(shop.resolve(".baton/data"));
        clone = ws.prepare(WorkspaceWorld.task()).folder();
    }

    /** What an agent does in its clone; answers the candidate that is built of it. */
    private MergeCandidate after(House house, String script) {
        GitWorld.Ended ended = world.sh(
                clone,
                "set -e; git config user.name a; git config user.email a@localhost; " + script
                        + "; git commit -qm work");
        assertThat(ended.exit()).as(ended.out()).isZero();
        ws.take(WorkspaceWorld.task(), "shop-1-v1-developer-1", true);
        Sha head = new Sha(world.head(clone));
        Task task = WorkspaceWorld.task("SHOP-1", 1, head, "Attack");
        return ((Candidates.Candidate) new Candidates(ws.mirrors, house).build(task, 1))
                .candidate();
    }

    private House house() {
        return ws.house(shop.resolve("baton.yaml"), shop.resolve(".baton/data"));
    }

    private static void refused(MergeCandidate candidate, String... paths) {
        assertThat(candidate.sha()).isNull();
        assertThat(candidate.refused()).isEqualTo(House.WHY);
        assertThat(candidate.conflicts()).containsExactly(paths);
    }

    @Test
    void anOrdinaryChangeBesideItLands() {
        MergeCandidate candidate = after(
                house(), "echo x >a.txt; echo y >>.baton/pipeline.yaml; git add -A; git add -f .");
        assertThat(candidate.sha()).isNotNull();
        assertThat(candidate.refused()).isNull();
    }

    @Test
    void aTokenIsNotPutIntoTheDataFolder() {
        refused(
                after(
                        house(),
                        "mkdir -p .baton/data; echo t >.baton/data/token; git add -f .baton"),
                ".baton/data");
    }

    @Test
    void theFolderAboveDoesNotBecomeALink() {
        refused(after(house(), "rm -r .baton; ln -s /tmp .baton; git add -A"), ".baton");
    }

    @Test
    void theFolderAboveDoesNotBecomeASubmodule() {
        refused(
                after(
                        house(),
                        "git rm -rq .baton; git update-index --add --cacheinfo"
                                + " 160000,$(git rev-parse HEAD),.baton"),
                ".baton");
    }

    @Test
    void settingsAreNotAddedBesideTheOnesThatGitIgnores() {
        refused(after(house(), "echo x >baton.yaml; git add -f baton.yaml"), "baton.yaml");
    }

    @Test
    void trackedSettingsAreNotRenamedAway() {
        world.commit(shop, "baton.yaml", "server: {}\n", "settings");
        world.git(clone, "pull", "-q", shop.toString(), "main");
        refused(after(house(), "git mv baton.yaml other.yaml"), "baton.yaml");
    }

    @Test
    void aNameThatOnlyAnotherFileSystemTakesForItIsTakenForIt() {
        refused(
                after(
                        house(),
                        "mkdir -p .BATON/Data; echo x >.BATON/Data/token; git add -f .BATON"),
                ".BATON/Data");
    }

    @Test
    void aNameWithCharactersThatAreNotSeenIsTakenForIt() {
        refused(
                after(house(), "echo x >\"$(printf 'baton\\342\\200\\214.yaml')\"; git add -A"),
                "baton\u200c.yaml");
    }

    @Test
    void whatAnAgentMergesInIsLookedAtToo() {
        refused(
                after(
                        house(),
                        "git checkout -q -b side; echo x >baton.yaml; git add -f baton.yaml;"
                                + " git commit -qm side; git checkout -q -; echo y >y; git add y;"
                                + " git commit -qm y; git merge -q --no-commit side"),
                "baton.yaml");
    }

    @Test
    void theLinkThroughWhichTheDataFolderIsFoundIsPartOfIt() throws IOException {
        Files.createDirectories(root.resolve("disk/data"));
        Files.createSymbolicLink(shop.resolve("store"), root.resolve("disk"));
        refused(
                after(
                        ws.house(shop.resolve("store/data")),
                        "ln -s /tmp/mine store; git add -f store"),
                "store");
    }

    @Test
    void aDataFolderThatIsALinkIntoTheCheckoutIsPartOfIt() throws IOException {
        Files.createSymbolicLink(root.resolve("data-link"), shop.resolve("deep/er"));
        Files.createDirectories(shop.resolve("deep/er"));
        refused(
                after(
                        ws.house(root.resolve("data-link")),
                        "mkdir -p deep/er; echo x >deep/er/token; git add -f deep"),
                "deep/er");
    }

    @Test
    void settingsOfANestedProjectAreProtectedFromTheOuterOne() throws IOException {
        Files.createDirectories(shop.resolve("tools/baton"));
        world.git(shop, "init", "-q", "tools/baton");
        refused(
                after(
                        ws.house(shop.resolve("tools/baton/baton.yaml")),
                        "mkdir -p tools/baton; echo x >tools/baton/baton.yaml; git add -f tools"),
                "tools/baton/baton.yaml");
    }

    @Test
    void aLinkedWorkTreeIsACheckoutLikeTheFirst() {
        world.git(
                shop,
                "worktree",
                "add",
                "-q",
                "-b",
                "side",
                root.resolve("other").toString());
        refused(
                after(
                        ws.house(root.resolve("other/srv/data")),
                        "mkdir srv; echo x >srv/data; git add -f srv"),
                "srv/data");
    }

    @Test
    void aCloneThatIsFetchedFromTheRepositoryIsProtectedFromItsNextPull() {
        world.git(root, "clone", "-q", shop.toString(), "team");
        refused(
                after(
                        ws.house(root.resolve("team/etc/baton.yaml")),
                        "mkdir etc; echo x >etc/baton.yaml; git add -f etc"),
                "etc/baton.yaml");
    }

    @Test
    void pathsWithBreaksAndOtherLettersAreReadAsTheyAre() throws IOException {
        Path data = Files.createDirectories(shop.resolve("a\nb/ä data"));
        refused(
                after(
                        ws.house(data),
                        "mkdir -p 'a\nb/ä data'; echo x >'a\nb/ä data/token';" + " git add -f ."),
                "a\nb/ä data");
    }

    @Test
    void whereTheDataFolderIsTheCheckoutNothingLands() {
        refused(after(ws.house(shop), "echo x >a; git add a"), ".");
    }

    @Test
    void whatLiesElsewhereIsNobodysBusiness() {
        assertThat(after(
                                ws.house(root.resolve("elsewhere/.baton/data")),
                                "mkdir -p .baton/data; echo x >.baton/data/x; git add -f .baton")
                        .sha())
                .isNotNull();
        assertThat(ws.house(root.resolve("elsewhere/data")).placesIn(ws.mirror().repository()))
                .isEqualTo(java.util.Set.of());
    }
}
