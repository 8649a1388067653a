package dev.baton.effects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.CandidateBuilder;
import dev.baton.engine.Collector;
import dev.baton.engine.Launcher;
import dev.baton.forge.Forge;
import dev.baton.forge.git.GitForge;
import dev.baton.forge.git.GitForgeSettings;
import dev.baton.git.GitWorld;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.workspace.Hygiene;
import dev.baton.workspace.Prepared;
import dev.baton.workspace.Protection;
import dev.baton.workspace.WorkspaceWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Plants in a clone what an agent could, then takes every step of the server over it: nothing
 * planted runs, and no ref moves but the task's own.
 */
@Tag("slow")
class TrustTest {
    private static final String HOOKS = "applypatch-msg commit-msg fsmonitor-watchman "
            + "post-applypatch"
            + " post-checkout post-commit post-index-change post-merge post-receive post-rewrite"
            + " post-update pre-applypatch pre-auto-gc pre-commit pre-merge-commit pre-push "
            + "pre-rebase"
            + " pre-receive prepare-commit-msg proc-receive push-to-checkout reference-transaction"
            + " sendemail-validate update";

    @TempDir
    Path root;

    private WorkspaceWorld ws;
    private GitWorld world;
    private Task task;
    private Prepared prepared;
    private Path clone;
    private Map<String, String> userRefs;
    private Map<String, String> mirrorRefs;

    @BeforeEach
    void aTaskWithAClone() {
        ws = new WorkspaceWorld(root);
        world = ws.world;
        task = WorkspaceWorld.task();
        prepared = ws.prepare(task);
        clone = prepared.folder();
        GitWorld.write(
                root.resolve("evil"),
                "#!/bin/sh\ntouch \"%s/ran-$(basename \"$0\")\"\ncat\n".formatted(root));
        world.sh(root, "chmod 755 evil");
        userRefs = world.refs(ws.repository);
        mirrorRefs = foreign(world.refs(ws.mirror().directory()));
    }

    /** All refs but those that taking the task's work writes. */
    private static Map<String, String> foreign(Map<String, String> refs) {
        Map<String, String> foreign = new TreeMap<>(refs);
        foreign.keySet().removeIf(ref -> ref.startsWith("refs/baton/task/SHOP-1/"));
        return foreign;
    }

    /** Collects the run, checks out its head, builds the candidate, and prepares the next run. */
    private Collector.Collected serverSteps() {
        Collector collector = Effects.collector(
                run -> new Launcher.Dead(),
                ws.outFiles,
                ws.reader,
                run -> prepared.head(),
                run -> root.resolve("no-log"),
                Runs::unasked,
                text -> text);
        Collector.Collected collected = collector.collect(
                task, WorkspaceWorld.DEVELOPMENT, Runs.agent("shop-1-v1-developer-1"));
        Sha head = Objects.requireNonNull(collected.head());
        ws.checkouts.prepare("SHOP", "shop-1-v1-tests-1", head);
        ws.checkouts.remove("shop-1-v1-tests-1");
        Task next = WorkspaceWorld.task("SHOP-1", 1, head, "Say hello");
        if (!head.equals(prepared.head())) {
            Effects.candidates(
                            ws.mirrors,
                            ws.house(),
                            project -> Protection.NONE,
                            ws.hygiene,
                            project -> Hygiene.Rules.DEFAULT)
                    .build(next, 1, WorkspaceWorld.LANDING);
        }
        ws.prepare(next);
        return collected;
    }

    private void assertNothingRanAndNothingMoved() {
        assertThat(root.toFile().list((folder, name) -> name.startsWith("ran-")))
                .isEmpty();
        assertThat(world.refs(ws.repository)).isEqualTo(userRefs);
        Map<String, String> now = foreign(world.refs(ws.mirror().directory()));
        now.keySet().removeIf(ref -> ref.startsWith("refs/baton/candidate/SHOP-1/"));
        assertThat(now).isEqualTo(mirrorRefs);
        assertThat(world.git(ws.repository, "status", "--porcelain")).isEmpty();
    }

    private void plant(String script) {
        GitWorld.Ended ended = world.sh(
                clone,
                "set -e\nEVIL=" + root + "/evil\nMIRROR=" + ws.mirror().directory() + "\nUSER="
                        + ws.repository + "\n" + script);
        assertThat(ended.exit()).as(ended.out()).isZero();
        // The agent's own steps may have set it off; from here on only the server acts.
        world.sh(root, "rm -f ran-*");
    }

    private static final String WORK =
            "\necho work >work; git add -A; git commit -q " + "--no-verify -m work\n";

    @Test
    void hooksOfEveryKind() {
        plant(WORK + "mkdir -p .git/hooks; for h in " + HOOKS + "; do cp $EVIL .git/hooks/$h; "
                + "done; git config core.hooksPath .git/hooks");
        assertThat(serverSteps().head()).isNotEqualTo(prepared.head());
        assertNothingRanAndNothingMoved();
        assertThat(world.sh(clone, "git commit -q --allow-empty -m x").exit())
                .as("the plant " + "works")
                .isNotNegative();
        assertThat(root.toFile().list((folder, name) -> name.startsWith("ran-")))
                .as("the plant " + "works")
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "core.fsmonitor            | $EVIL",
                "core.sshCommand           | $EVIL",
                "core.gitProxy             | $EVIL",
                "core.editor               | $EVIL",
                "core.pager                | $EVIL",
                "core.alternateRefsCommand | $EVIL",
                "core.worktree             | $USER",
                "core.attributesFile       | .git/evil-attributes",
                "credential.helper         | !$EVIL",
                "gpg.program               | $EVIL",
                "uploadpack.packObjectsHook| $EVIL",
                "uploadpack.hideRefs       | refs/heads",
                "alias.upload-pack         | !$EVIL",
                "alias.fetch               | !$EVIL",
                "include.path              | ../evil-config",
                "filter.evil.clean         | $EVIL",
                "filter.evil.smudge        | $EVIL",
                "filter.evil.process       | $EVIL",
                "diff.evil.textconv        | $EVIL",
                "diff.external             | $EVIL",
                "merge.evil.driver         | $EVIL",
                "remote.origin.url         | ext::$EVIL",
                "remote.origin.uploadpack  | $EVIL",
                "remote.origin.promisor    | true",
                "url.ext::$EVIL.insteadOf  | /",
                "extensions.partialClone   | origin",
                "trace2.eventTarget        | $EVIL",
                "core.repositoryFormatVersion | 99",
            })
    void everyConfigurationThatNamesAProgramOrAPlace(String key, String value) {
        plant("echo '* filter=evil diff=evil merge=evil' >.gitattributes; git config -f "
                + ".git/evil-config core.fsmonitor $EVIL;" + WORK
                + "git config \"" + key.strip() + "\" \"" + value.strip() + "\"");
        assertThat(serverSteps().head()).isNotEqualTo(prepared.head());
        assertNothingRanAndNothingMoved();
    }

    @Test
    void refsOfOthersMovedInTheClone() {
        plant(WORK + "git branch -f main HEAD; git update-ref refs/baton/merge/SHOP-1/1/x HEAD; "
                + "git update-ref refs/baton/candidate/SHOP-1/1/1 HEAD; git update-ref "
                + "refs/baton/task/SHOP-2/head HEAD; git tag v1; git update-ref "
                + "refs/baton/kept/../../heads/x HEAD || true; git update-ref "
                + "refs/remotes/origin/main HEAD");
        serverSteps();
        assertNothingRanAndNothingMoved();
        assertThat(world.git(ws.mirror().directory(), "tag")).isEmpty();
    }

    @Test
    void aKeptRefWithAnEvilNameStaysInItsPlace() {
        plant(WORK + "printf '%s refs/baton/kept/../../../heads/main\\n%s refs/baton/kept/a "
                + "b:c\\n' $(git rev-parse HEAD) $(git rev-parse HEAD) >>.git/packed-refs");
        serverSteps();
        assertNothingRanAndNothingMoved();
    }

    @Test
    void replacedCommitsAndGrafts() {
        plant(WORK + "real=$(git rev-parse HEAD); echo evil >evil; git add evil; git commit -q "
                + "-m evil; git replace $real HEAD; git reset -q --hard $real; mkdir -p "
                + ".git/info; echo $real >.git/info/grafts");
        Sha head = Objects.requireNonNull(serverSteps().head());
        assertThat(world.git(ws.mirror().directory(), "ls-tree", "--name-only", head.value()))
                .isEqualTo("README\nwork");
        assertThat(world.git(ws.mirror().directory(), "rev-parse", head + "^"))
                .isEqualTo(prepared.baseSha().value());
        assertNothingRanAndNothingMoved();
    }

    @Test
    void theBranchAsSymbolicRefToAnother() {
        plant(WORK + "git checkout -q --detach; git symbolic-ref refs/heads/baton/SHOP-1 "
                + "refs/heads/main");
        assertThat(serverSteps().head()).isEqualTo(prepared.head());
        assertNothingRanAndNothingMoved();
    }

    /**
     * The folder leads to another repository; nothing may be taken from there, and nothing move.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rm -rf .git; ln -s $USER/.git .git",
                "rm -rf .git; ln -s $MIRROR .git",
                "rm -rf .git; echo gitdir: $USER/.git >.git",
                "rm -rf .git; echo gitdir: $MIRROR >.git",
                "rm -rf .git/objects; ln -s $USER/.git/objects .git/objects",
                "mkdir -p .git/objects/info; echo $USER/.git/objects >.git/objects/info/alternates",
                "mkdir -p .git/objects/aa; ln -s $USER/.git/HEAD .git/objects/aa/x",
                "ln -s $USER/.git/objects/pack .git/objects/pack2",
                "mkfifo .git/objects/aa-pipe",
                "rm -rf .git/refs; ln -s $USER/.git/refs .git/refs",
                "rm -f .git/HEAD; ln -s $USER/.git/HEAD .git/HEAD",
                "rm -rf .git",
            })
    void aFolderThatLeadsElsewhereIsSetAside(String script) {
        world.commit(ws.repository, "secret", "x", "the user's own");
        userRefs = world.refs(ws.repository);
        plant(script);
        Collector.Collected collected = serverSteps();
        assertThat(collected.head()).isEqualTo(prepared.head());
        assertThat(collected.evidence().toString()).contains("nothing was taken from the clone");
        assertThat(world.data().resolve("set-aside/SHOP-1-1")).isDirectory();
        assertThat(world.head(clone))
                .as("a new clone")
                .isEqualTo(prepared.head().value());
        assertNothingRanAndNothingMoved();
    }

    @Test
    void theCloneItselfAsALinkToTheUsersRepository() {
        plant("cd ..; mv v1-developer ../../away; ln -s $USER v1-developer");
        assertThat(serverSteps().head()).isEqualTo(prepared.head());
        assertThat(Files.isSymbolicLink(clone)).isFalse();
        assertNothingRanAndNothingMoved();
    }

    @Test
    void theFolderOfTheTasksClonesAsALinkToTheUsersRepository() {
        plant("cd ../..; mv SHOP-1 ../away; ln -s $USER SHOP-1; mkdir -p $USER/v1-developer; "
                + "cp -r ../away/v1-developer/. $USER/v1-developer");
        Collector.Collected collected = serverSteps();
        assertThat(collected.head()).isEqualTo(prepared.head());
        assertThat(collected.evidence().toString()).contains("nothing was taken from the clone");
        assertThat(Files.isSymbolicLink(clone.resolveSibling("").normalize())).isFalse();
        world.sh(ws.repository, "rm -rf v1-developer");
        assertNothingRanAndNothingMoved();
    }

    @Test
    void hardLinksIntoTheMirrorChangeNothingThere() {
        String first = world.git(
                ws.mirror().directory(), "rev-list", "--objects", "--no-object-names", "--all");
        plant(WORK + "for f in $(find $MIRROR/objects -type f); do mkdir -p "
                + ".git/objects/$(basename $(dirname $f)); ln -f $f .git/objects/$(basename "
                + "$(dirname $f))/; done");
        serverSteps();
        assertThat(world.git(
                        ws.mirror().directory(),
                        "rev-list",
                        "--objects",
                        "--no-object-names",
                        "--all"))
                .contains(first.lines().toList());
        assertThat(world.git(ws.mirror().directory(), "fsck", "--no-dangling")).isEmpty();
        assertNothingRanAndNothingMoved();
    }

    @Test
    void attributesThatNameFiltersAndDriversDoNotRunOnTheWayToTheUser() {
        Forge forge = new GitForge(
                world.git(),
                new GitForgeSettings(
                        "SHOP", ws.repository.toString(), "file", ws.mirror().directory()),
                () -> UUID.randomUUID().toString());
        plant("echo '* filter=evil merge=evil' >.gitattributes; git config filter.evil.smudge "
                + "$EVIL; git config merge.evil.driver $EVIL" + WORK);
        Sha head = serverSteps().head();
        MergeCandidate candidate = ((CandidateBuilder.Candidate) Effects.candidates(
                                ws.mirrors,
                                ws.house(),
                                project -> Protection.NONE,
                                ws.hygiene,
                                project -> Hygiene.Rules.DEFAULT)
                        .build(
                                WorkspaceWorld.task("SHOP-1", 1, head, "t"),
                                1,
                                WorkspaceWorld.LANDING))
                .candidate();
        Sha built = Objects.requireNonNull(candidate.sha());
        assertThat(forge.land(new Forge.Merge(
                        new Forge.MergeKey("SHOP-1", 1, built),
                        "main",
                        candidate.baseSha(),
                        built)))
                .isEqualTo(new Forge.Landed());
        assertThat(root.toFile().list((folder, name) -> name.startsWith("ran-")))
                .isEmpty();
        assertThat(world.head(ws.repository)).isEqualTo(built.value());
    }
}
