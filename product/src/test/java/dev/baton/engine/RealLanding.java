package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.effects.Effects;
import dev.baton.effects.Effects.LandingGuard;
import dev.baton.forge.Forge;
import dev.baton.forge.git.GitForge;
import dev.baton.forge.git.GitForgeSettings;
import dev.baton.git.GitWorld;
import dev.baton.model.EffectKind;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Sha;
import dev.baton.model.TaskId;
import dev.baton.workspace.Hygiene;
import dev.baton.workspace.Mirror;
import dev.baton.workspace.Protection;
import dev.baton.workspace.WorkspaceWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * A bare repository, a mirror, a branch with one commit to land; candidates and merges are made by
 * the parts that make them in the product. Processes are modelled, tests are green.
 */
final class RealLanding {
    private static final String PERSON = "<person@localhost>";

    final GitWorld git;
    final Path repository;
    final Sha head;

    /** The tip of main at the beginning; it has a parent. */
    final Sha base;

    private final WorkspaceWorld workspace;
    private final Forge forge;

    /** Makes repository, mirror and commit in an empty folder. */
    static void make(Path root) {
        GitWorld git = new GitWorld(root);
        Path seed = git.checkout("seed");
        git.commit(seed, "b.txt", "b\n", "second");
        git.git(root, "clone", "-q", "--bare", "--template=", seed.toString(), "shop.git");
        Path repository = root.resolve("shop.git");
        git.git(repository, "config", "core.logAllRefUpdates", "always");
        git.git(repository, "config", "user.name", "person");
        git.git(repository, "config", "user.email", "person@localhost");
        Mirror mirror = new WorkspaceWorld(git, repository).mirror();
        mirror.fetchBase();
        git.git(seed, "checkout", "-q", "-b", "work");
        git.commit(seed, "c.txt", "c\n", "work");
        git.git(seed, "push", "-q", mirror.directory().toString(), "work:refs/work/1");
        git.git(seed, "push", "-q", repository.toString(), "work");
    }

    /** On a copy of what was made. */
    RealLanding(Path made, Path root) {
        this.git = new GitWorld(root);
        git.run(root, List.of("cp", "-r", made + "/.", "."));
        this.repository = root.resolve("shop.git");
        this.base = tip();
        this.head = new Sha(git.git(repository, "rev-parse", "work"));
        this.workspace = new WorkspaceWorld(git, repository);
        this.forge = new GitForge(
                git.git(),
                new GitForgeSettings(
                        "SHOP",
                        repository.toString(),
                        "file",
                        workspace.mirror().directory()),
                () -> UUID.randomUUID().toString());
    }

    /** Puts the real parts in the place of the modelled. */
    Hands over(Hands modelled, UnaryOperator<EffectPerformer> around) {
        List<EffectPerformer> performers = new ArrayList<>(modelled.performers().values());
        performers.removeIf(performer -> performer.kind() == EffectKind.MERGE);
        Effects.performers(project -> forge, LandingGuard.of(workspace.mirrors, workspace.house()))
                .stream()
                .filter(performer -> performer.kind() == EffectKind.MERGE)
                .map(around)
                .forEach(performers::add);
        return new Hands(
                Hands.byKind(performers),
                modelled.collector(),
                Effects.candidates(
                        workspace.mirrors,
                        workspace.house(),
                        project -> Protection.NONE,
                        workspace.hygiene,
                        project -> Hygiene.Rules.DEFAULT),
                modelled.launcher(),
                modelled.gates(),
                modelled.limits(),
                modelled.deploys());
    }

    /** Makes a commit by a shell command in a checkout, and brings it where heads come from. */
    Sha commit(String script) {
        Path seed = repository.resolveSibling("seed");
        GitWorld.Ended ended =
                git.sh(seed, script + " && git add -A -- ':!sub' && git commit -q -m odd");
        if (ended.exit() != 0) {
            throw new AssertionError(ended.out());
        }
        String mirror = workspace.mirror().directory().toString();
        git.git(seed, "push", "-q", mirror, "HEAD:refs/work/2");
        return new Sha(git.head(seed));
    }

    /** What is there once the commit is checked out for its tests. */
    List<String> checkedOut(Sha commit) {
        Path checkout = workspace.checkouts.prepare("SHOP", "shop-1-v1-merge-test-1", commit);
        return List.of(Objects.requireNonNull(checkout.toFile().list()));
    }

    /** A task whose head is the commit to land. */
    TaskId file(LandingWorld landing) {
        return file(landing, head);
    }

    TaskId file(LandingWorld landing, Sha toLand) {
        TaskId id = landing.file(0);
        landing.write(tx -> {
            tx.tasks().head(id, toLand, base);
            return true;
        });
        return id;
    }

    /** Runs when git does, in that hook of the repository, once. */
    void inHook(String name, String script) {
        hook(
                name,
                "rm -f \"$0\"\nexport GIT_COMMITTER_NAME=person"
                        + " GIT_COMMITTER_EMAIL=person@localhost GIT_AUTHOR_NAME=person"
                        + " GIT_AUTHOR_EMAIL=person@localhost\n" + script);
    }

    void hook(String name, String script) {
        Path hook = repository.resolve("hooks/" + name);
        GitWorld.write(hook, "#!/bin/sh\n" + script + "\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
    }

    void person(String script) {
        git.sh(repository, script);
    }

    /** A request that was under way all the time arrives now. */
    void sendAgain(TaskId id, String key, MergeCandidate candidate) {
        Sha sha = candidate.sha();
        if (sha != null) {
            forge.land(new Forge.Merge(
                    new Forge.MergeKey(key, candidate.visit(), sha),
                    "main",
                    candidate.baseSha(),
                    sha));
        }
    }

    Sha tip() {
        Path ref = repository.resolve("refs/heads/main");
        return new Sha(
                Files.exists(ref)
                        ? GitWorld.read(ref).strip()
                        : git.git(repository, "rev-parse", "main"));
    }

    /** The commits of main that Baton made. */
    List<Sha> landed() {
        return git.git(repository, "log", "--format=%H", "--grep=^Baton-Candidate:", "main")
                .lines()
                .map(Sha::new)
                .toList();
    }

    /** How main was moved. */
    record Moved(Sha from, Sha to) {}

    /** Every push of one of these commits to main by Baton, as the repository's own log has it. */
    List<Moved> pushesOf(List<Sha> commits) {
        return GitWorld.read(repository.resolve("logs/refs/heads/main"))
                .lines()
                .filter(line -> !line.contains(PERSON))
                .map(line ->
                        new Moved(new Sha(line.substring(0, 40)), new Sha(line.substring(41, 81))))
                .filter(move -> commits.contains(move.to()))
                .toList();
    }

    Sha firstParent(Sha commit) {
        return new Sha(git.git(repository, "rev-parse", commit + "^1"));
    }
}
