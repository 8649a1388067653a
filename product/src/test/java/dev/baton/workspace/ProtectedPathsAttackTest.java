package dev.baton.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.git.GitWorld;
import dev.baton.model.Evidence.ProtectedChanges;
import dev.baton.model.Sha;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways to change what is protected without its name among the changes, with real git. */
class ProtectedPathsAttackTest {
    private static final ProtectedDiff.Rules RULES = new ProtectedDiff.Rules(
            List.of(".baton/**", ".github/**", "Jenkinsfile*"),
            Set.of("ci/test.sh", "tools/check*.sh"),
            List.of(".github/ISSUE_TEMPLATE/**"));

    @TempDir
    Path root;

    private WorkspaceWorld ws;
    private GitWorld world;
    private Path work;

    @BeforeEach
    void aBase() {
        ws = new WorkspaceWorld(root);
        world = ws.world;
        work = ws.repository;
        sh("mkdir -p .baton .github/workflows ci src"
                + " && echo a >.baton/pipeline.yaml && echo b >.github/workflows/ci.yml"
                + " && echo c >ci/test.sh && echo d >src/main.txt");
        commit();
    }

    private void sh(String script) {
        GitWorld.Ended ended = world.sh(work, script);
        assertThat(ended.exit()).as(ended.out()).isZero();
    }

    private Sha commit() {
        sh("git add -f -A && git -c user.name=a -c user.email=a@localhost commit -qm x");
        ws.mirror().fetchBase();
        return new Sha(world.head(work));
    }

    private ProtectedChanges after(String script) {
        Sha base = new Sha(world.head(work));
        sh(script);
        return new ProtectedDiff(ws.mirrors).between("SHOP", base, commit(), RULES);
    }

    @Test
    void whatIsNotProtectedIsNotSeen() {
        assertThat(after("echo x >src/main.txt; mkdir -p .github/ISSUE_TEMPLATE"
                        + " && echo x >.github/ISSUE_TEMPLATE/bug.md; echo x >tools.txt"))
                .isEqualTo(ProtectedChanges.NONE);
    }

    @Test
    void aWorkflowThatIsRenamedAway() {
        assertThat(after("mkdir old && git mv .github/workflows/ci.yml old/ci.yml")
                        .names())
                .containsExactly(".github/workflows/ci.yml: removed");
    }

    @Test
    void aFileThatIsRenamedToWhereItRuns() {
        assertThat(after("git mv src/main.txt .github/workflows/other.yml").names())
                .containsExactly(".github/workflows/other.yml: added");
    }

    @Test
    void aFolderThatBecomesALink() {
        assertThat(after("mv ci real-ci && ln -s real-ci ci").names())
                .containsExactly("ci: added, now a link", "ci/test.sh: removed");
    }

    @Test
    void aFolderThatIsNotThereYetAndBecomesALink() {
        assertThat(after("mkdir elsewhere && echo x >elsewhere/check*.sh && ln -s elsewhere tools")
                        .names())
                .containsExactly("tools: added, now a link");
    }

    @Test
    void aSubmoduleInThePlaceOfAFolder() {
        assertThat(after("git rm -rq --cached .github && rm -rf .github && git update-index --add"
                                + " --cacheinfo 160000," + "a".repeat(40) + ",.github"
                                + " && mkdir .github && git -C .github init -q"
                                + " && git -C .github -c user.name=a -c user.email=a@b commit -q"
                                + " --allow-empty -m x")
                        .names())
                .anyMatch(name -> name.startsWith(".github: added, now a submodule"));
    }

    @Test
    void aModeThatChanges() {
        assertThat(after("chmod +x ci/test.sh").names())
                .containsExactly("ci/test.sh: changed, mode 100755");
    }

    @Test
    void aNameInAnotherCase() {
        assertThat(after("mkdir .Baton && echo x >.Baton/Pipeline.yaml; echo x >JENKINSFILE")
                        .names())
                .containsExactly(".Baton/Pipeline.yaml: added", "JENKINSFILE: added");
    }

    @Test
    void aNameWithALetterThatNobodySees() {
        assertThat(after("d=$(printf '.ba\\342\\200\\214ton') && mkdir $d && echo x >$d/p.yaml")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aNamedFileWithCharactersOfPatternsIsThatFileOnly() {
        assertThat(after("mkdir tools && echo x >tools/checker.sh").none()).isTrue();
        assertThat(after("echo x >'tools/check*.sh'").names())
                .containsExactly("tools/check*.sh: added");
    }

    @Test
    void theLastOfTwentyThousandNames() {
        ProtectedChanges changes =
                after("mkdir -p aaa && cd aaa && for d in $(seq 20); do mkdir $d;"
                        + " for f in $(seq 1000); do echo x >$d/file-with-a-long-enough-name-$f;"
                        + " done; done;"
                        + " cd .. && echo x >ci/test.sh && cd aaa && git add -A .");
        assertThat(changes.names()).containsExactly("ci/test.sh: changed");
    }

    @Test
    void manyAtOnceAreCountedToTheLast() {
        assertThat(after("for f in $(seq 70); do echo x >.baton/$f; done"))
                .satisfies(changes -> assertThat(changes.count()).isEqualTo(70))
                .satisfies(
                        changes -> assertThat(changes.names()).hasSize(ProtectedChanges.NAMED_MAX));
    }

    @Test
    void theSameChangeHasTheSameDigestWhateverElseIsChangedAndAnotherOneNot() {
        Sha base = new Sha(world.head(work));
        ProtectedDiff diff = new ProtectedDiff(ws.mirrors);
        sh("echo evil >ci/test.sh");
        Sha one = commit();
        sh("echo more >src/main.txt");
        Sha other = commit();
        sh("echo worse >ci/test.sh");
        Sha third = commit();
        String digest = diff.between("SHOP", base, one, RULES).digest();
        assertThat(digest).hasSize(64);
        assertThat(diff.between("SHOP", base, other, RULES).digest()).isEqualTo(digest);
        assertThat(diff.between("SHOP", base, third, RULES).digest()).isNotEqualTo(digest);
    }

    @Test
    void whatALinkOfTheBaseLeadsTo() {
        sh("mkdir -p build/real && git mv ci/test.sh build/real/test.sh"
                + " && rm -rf ci && ln -s build/real ci");
        commit();
        assertThat(after("echo evil >build/real/test.sh").names())
                .containsExactly("build/real/test.sh: changed");
    }

    @Test
    void whatALinkOfTheBaseLeadsToOverAnotherOne() {
        sh("mkdir -p build && git mv ci/test.sh build/t.sh && ln -s ../build/s.sh ci/test.sh"
                + " && ln -s t.sh build/s.sh");
        commit();
        assertThat(after("echo evil >build/t.sh").names()).containsExactly("build/t.sh: changed");
    }
}
