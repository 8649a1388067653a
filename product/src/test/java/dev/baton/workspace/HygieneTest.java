package dev.baton.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.git.Git;
import dev.baton.git.GitSettings;
import dev.baton.git.GitWorld;
import dev.baton.model.Evidence;
import dev.baton.model.HygieneCheck;
import dev.baton.model.HygieneRules;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Sha;
import dev.baton.model.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not land, made with real git; each check on, off, and let pass for a path. */
class HygieneTest {
    private static final String OID =
            "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393";
    private static final String POINTER =
            "version https://git-lfs.github.com/spec/v1\\noid sha256:" + OID + "\\nsize 5\\n";
    private static final String MARKERS =
            "printf 'a\\n<<<<<<< HEAD\\nb\\n=======\\nc\\n>>>>>>> side\\n' >";

    @TempDir
    Path root;

    private WorkspaceWorld ws;
    private GitWorld world;
    private Path work;
    private Hygiene hygiene;

    @BeforeEach
    void aBase() {
        ws = new WorkspaceWorld(root);
        world = ws.world;
        work = ws.repository;
        hygiene = ws.hygiene;
    }

    private String sh(String script) {
        GitWorld.Ended ended = world.sh(
                work,
                "export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@localhost GIT_COMMITTER_NAME=a"
                        + " GIT_COMMITTER_EMAIL=a@localhost\n" + script);
        assertThat(ended.exit()).as(ended.out()).isZero();
        return ended.out().strip();
    }

    /** Commits on the base, and brings the mirror up to date. */
    private void base(String script) {
        sh("git checkout -q main && " + script + " && git add -A && git commit -qm base");
        ws.mirror().fetchBase();
    }

    /** Commits on a branch of its own, and brings that into the mirror. */
    private Sha head(String script) {
        ws.mirror().fetchBase();
        sh("git checkout -q -B task && " + script
                + "\ngit add -A 2>/dev/null; git diff --cached --quiet || git commit -qm work");
        return taken();
    }

    private Sha taken() {
        sh("git push -qf " + ws.mirror().directory() + " HEAD:refs/work/1");
        return new Sha(world.head(work));
    }

    private Evidence.Hygiene look(Sha head, HygieneRules rules) {
        return hygiene.inspect("SHOP", head, null, new Hygiene.Rules(rules, Set.of()));
    }

    private List<String> found(String script) {
        return look(head(script), HygieneRules.DEFAULT).findings();
    }

    private static HygieneRules off(HygieneCheck check) {
        return new HygieneRules(Set.of(check), Map.of(), null);
    }

    private static HygieneRules except(HygieneCheck check, String path) {
        return new HygieneRules(Set.of(), Map.of(check, Map.of(path, "because")), null);
    }

    @Test
    void anHonestChangeIsClean() {
        assertThat(look(
                        head("mkdir -p a/b && echo x >a/b/c.txt && ln -s b/c.txt a/d && git rm -q"
                                + " README && echo '======= a title' >t.rst"),
                        HygieneRules.DEFAULT))
                .isEqualTo(Evidence.Hygiene.CLEAN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SUBMODULES|app|git init -q app && cd app && echo x >f && git add f && git commit"
                        + " -qm x && cd ..|is a repository made inside the clone",
                "SUBMODULES|b|mkdir -p b/objects b/refs && touch b/HEAD b/objects/x b/refs/y"
                        + "|is a repository of git kept as files",
                "LFS|data.bin|printf '" + POINTER + "' >data.bin|was not uploaded",
                "LFS|a/x.bin|mkdir a && echo '*.bin filter=lfs' >a/.gitattributes && echo x"
                        + " >a/x.bin|is no pointer",
                "NAMES|readme|echo x >readme|the same file as 'README'",
                "NAMES|aux.txt|echo x >aux.txt|a device on Windows",
                "NAMES|a/b:c|mkdir a && echo x >a/b:c|Windows does not allow",
                "NAMES|dot.|mkdir dot. && echo x >dot./a|which Windows takes off",
                "LINKS|l|ln -s /etc/passwd l|outside of the repository",
                "LINKS|a/l|mkdir a && ln -s ../../x a/l|outside of the repository",
                "LINKS|g|ln -s .git/hooks g|outside of the repository",
                "CONFLICTS|c.txt|" + MARKERS + "c.txt|line 2 is the marker of a conflict",
                "SIZE|big|head -c 10485761 /dev/zero >big|has 10485761 bytes",
            })
    void isFoundWithItsPathAndTheWayOut(
            HygieneCheck check, String path, String script, String what) {
        Sha head = head(script);
        assertThat(look(head, HygieneRules.DEFAULT))
                .satisfies(found -> assertThat(found.count()).isEqualTo(1))
                .satisfies(found -> assertThat(found.findings().getFirst())
                        .startsWith(path + ": ")
                        .contains(what, "Next: "));
        assertThat(look(head, off(check))).isEqualTo(Evidence.Hygiene.CLEAN);
        assertThat(look(head, except(check, path))).isEqualTo(Evidence.Hygiene.CLEAN);
        assertThat(look(head, except(check, "other")).count()).isEqualTo(1);
    }

    @Test
    void aSubmoduleAtACommitThatItsRemoteDoesNotHave() {
        world.bare("lib.git");
        base("git -c protocol.file.allow=always submodule --quiet add ../lib.git lib");
        assertThat(found("cd lib && git commit -q --allow-empty -m new && cd .. && git add lib"))
                .singleElement()
                .asString()
                .startsWith("lib: is a submodule at ")
                .contains("which ../lib.git does not have");
        sh("cd lib && git push -q origin HEAD:refs/heads/side");
        assertThat(look(taken(), off(HygieneCheck.NAMES))).isEqualTo(Evidence.Hygiene.CLEAN);
    }

    @Test
    void whatNobodyMayBeAskedIsSaidAndNeitherYesNorNo() {
        Evidence.Hygiene found = look(
                head("printf '[submodule \"s\"]\\n\\tpath = s\\n\\turl = https://evil.example/s\\n'"
                        + " >.gitmodules && git update-index --add --cacheinfo 160000,"
                        + "1".repeat(40) + ",s && git add .gitmodules && git commit -qm s"
                        + " && mkdir -p s"),
                HygieneRules.DEFAULT);
        assertThat(found.findings()).isEmpty();
        assertThat(found.unknown())
                .singleElement()
                .asString()
                .startsWith("s: whether its remote has 1111111 (not asked: its host evil.example");
    }

    @Test
    void aSubmoduleThatTheSettingsOfGitDoNotNameAnyMore() {
        world.bare("lib.git");
        base("git -c protocol.file.allow=always submodule --quiet add ../lib.git lib");
        assertThat(found("git rm -q --cached .gitmodules && rm .gitmodules"))
                .singleElement()
                .asString()
                .startsWith("lib: is a submodule that .gitmodules does not name any more");
    }

    @Test
    void anUploadedObjectIsFound() throws IOException {
        Path object = work.resolve(".git/lfs/objects/4d/7a/" + OID);
        Files.createDirectories(object.getParent());
        Files.writeString(object, "12345");
        assertThat(found("printf '" + POINTER + "' >data.bin")).isEmpty();
        Files.writeString(object, "123");
        assertThat(look(taken(), off(HygieneCheck.NAMES)).count())
                .as("half of an object")
                .isEqualTo(1);
    }

    @Test
    void ofTheAttributesTheLastLineCounts() {
        base("printf '*.bin filter=lfs\\n/a/** filter=lfs\\n' >.gitattributes");
        assertThat(found("mkdir -p a/b c && echo x >a/b/x && echo x >c/a && echo '*.bin -filter'"
                        + " >c/.gitattributes && echo x >c/y.bin && : >empty.bin"))
                .singleElement()
                .asString()
                .startsWith("a/b/x: is below filter=lfs");
    }

    @Test
    void namesThatDifferOnlyInNormalisation() {
        assertThat(found("touch \"$(printf 'caf\\303\\251')\" \"$(printf 'cafe\\314\\201')\""))
                .singleElement()
                .asString()
                .contains("they differ only in Unicode normalisation");
    }

    @Test
    void foldersThatDifferOnlyInCase() {
        base("mkdir -p src/main && echo x >src/main/a");
        assertThat(found("mkdir -p src/Main && echo x >src/Main/b"))
                .singleElement()
                .asString()
                .startsWith("src/Main: is the same file as 'main'");
    }

    @Test
    void whatTheBaseHasIsNotTheChangesDoing() {
        base("echo x >readme && echo x >aux && ln -s /etc l && " + MARKERS
                + "c && head -c 10485761 /dev/zero >big && mkdir d && " + MARKERS + "d/e");
        assertThat(found("echo y >>aux; echo y >>README; echo y >>c; git mv d f; git mv big f/big"))
                .isEmpty();
    }

    @Test
    void markersInWhatIsNoTextAreContents() {
        assertThat(found("printf 'a\\000\\n<<<<<<< HEAD\\n' >x")).isEmpty();
    }

    @Test
    void aCopyOfACommitOfTheBase() {
        Sha before = head("echo x >a.txt");
        base("echo y >b.txt");
        sh("git checkout -q -B task " + before.value() + " && git cherry-pick main >/dev/null");
        Sha head = taken();
        assertThat(look(head, HygieneRules.DEFAULT).findings())
                .singleElement()
                .asString()
                .contains("is a copy of a commit that main has", "git rebase ");
        assertThat(look(head, off(HygieneCheck.REPLAYED))).isEqualTo(Evidence.Hygiene.CLEAN);
        sh("git rebase -q main");
        assertThat(look(taken(), HygieneRules.DEFAULT)).isEqualTo(Evidence.Hygiene.CLEAN);
    }

    @Test
    void theLastOfManyNamesAndAllAreCounted() {
        assertThat(look(
                        head("mkdir -p a && cd a && for f in $(seq 3000); do echo x >f$f; done"
                                + " && cd .. && mkdir z && for f in $(seq 70); do ln -s /x z/$f;"
                                + " done"),
                        HygieneRules.DEFAULT))
                .satisfies(found -> assertThat(found.count()).isEqualTo(70))
                .satisfies(
                        found -> assertThat(found.findings()).hasSize(Evidence.Hygiene.NAMED_MAX));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void costsTwoProcessesAndACandidateOnTheSameBaseNone(boolean moved) throws IOException {
        Path calls = root.resolve("calls");
        Path program = root.resolve("counted-git");
        GitWorld.write(
                program, "#!/bin/sh\necho \"$*\" >>'" + calls + "'\nexec /usr/bin/git \"$@\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Git counted = new Git(new GitSettings(
                program.toString(),
                GitWorld.PATH,
                world.data().resolve("git-home"),
                GitWorld.BATON,
                GitSettings.TIMEOUT_DEFAULT));
        WorkspaceSettings settings = WorkspaceSettings.in(world.data());
        Mirrors mirrors = new Mirrors(
                counted,
                settings,
                List.of(new RepositorySettings("SHOP", work.toString(), "main")));
        hygiene = new Hygiene(counted, mirrors, settings, LfsServer.NONE);
        Sha head = head("echo x >a.txt && ln -s /etc l");
        assertThat(look(head, HygieneRules.DEFAULT).count()).isEqualTo(1);
        assertThat(Files.readAllLines(calls)).hasSize(2);
        if (moved) {
            base("echo y >b.txt");
        }
        Evidence.Hygiene found = candidate(head);
        assertThat(found.count()).isEqualTo(1);
        assertThat(Files.readAllLines(calls)).hasSize(moved ? 4 : 2);
    }

    private Evidence.Hygiene candidate(Sha head) {
        Sha base = new Sha(sh("git rev-parse main"));
        sh("git checkout -q -B candidate main && git merge -q --no-ff -m m " + head.value());
        Sha sha = taken();
        return hygiene.inspect("SHOP", sha, built(base, head, sha), Hygiene.Rules.DEFAULT);
    }

    private static MergeCandidate built(Sha base, Sha head, @Nullable Sha sha) {
        return new MergeCandidate(new TaskId(1), 1, 1, base, head, sha, List.of());
    }
}
