package dev.baton.workspace;

import dev.baton.git.GitWorld;
import dev.baton.model.Gate;
import dev.baton.model.Pipeline;
import dev.baton.model.Role;
import dev.baton.model.Sha;
import dev.baton.model.Stage;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.WorkItem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A project SHOP with its repository, and the parts of the workspace over it, for tests. */
public final class WorkspaceWorld {
    public static final Stage DEVELOPMENT = stage(Stage.CommitPolicy.BATON, Stage.StageEffect.PUSH);
    public static final Stage DEVELOPMENT_AGENT_COMMITS =
            stage(Stage.CommitPolicy.AGENT, Stage.StageEffect.PUSH);
    public static final Stage REVIEW = stage(Stage.CommitPolicy.BATON);
    /** What lands, as far as the builder of candidates asks. */
    public static final Pipeline LANDING = new Pipeline(
            "landing",
            List.of(new Stage(
                    new StageId("development"),
                    new Role("developer"),
                    null,
                    List.of(Gate.ProtectedPaths.DEFAULT),
                    List.of(Stage.StageEffect.MERGE),
                    new StageId("development"),
                    5,
                    null,
                    Stage.CommitPolicy.BATON)));

    private static final Instant NOW = Instant.parse("2026-11-23T21:30:00Z");

    public final GitWorld world;
    public final Path repository;
    public final Mirrors mirrors;
    public final Clones clones;
    public final CloneReader reader;
    public final Checkouts checkouts;
    public final RunScripts scripts;
    public final HandoverFolder handovers;
    public final OutFiles outFiles;
    public final Hygiene hygiene;

    public WorkspaceWorld(Path root) {
        this(new GitWorld(root));
    }

    private WorkspaceWorld(GitWorld world) {
        this(world, world.checkout("shop"));
    }

    public WorkspaceWorld(GitWorld world, Path repository) {
        this.world = world;
        this.repository = repository;
        WorkspaceSettings settings = WorkspaceSettings.in(world.data());
        mirrors = new Mirrors(
                world.git(),
                settings,
                List.of(new RepositorySettings("SHOP", repository.toString(), "main")));
        reader = new CloneReader(mirrors, settings);
        clones = new Clones(world.git(), mirrors, reader, settings);
        handovers = new HandoverFolder(world.data().resolve("handover"));
        outFiles = new OutFiles(handovers, settings);
        checkouts = new Checkouts(mirrors, settings);
        hygiene = new Hygiene(world.git(), mirrors, settings, LfsServer.NONE);
        scripts = new RunScripts(GitWorld.BATON);
    }

    /** What no task may change; the test says what is Baton's own. */
    public House house(Path... own) {
        return new House(world.git(), () -> List.of(own));
    }

    public Mirror mirror() {
        return mirrors.of("SHOP");
    }

    public static Stage stage(Stage.CommitPolicy commit, Stage.StageEffect... effects) {
        return new Stage(
                new StageId("development"),
                new Role("developer"),
                null,
                List.of(new Gate.VerdictFile(".baton/out/review.md", List.of("approved"))),
                List.of(effects),
                new StageId("development"),
                5,
                null,
                commit);
    }

    public static Task task() {
        return task("SHOP-1", 1, null, "Say hello");
    }

    public static Task task(String key, long visit, @Nullable Sha head, String title) {
        return new Task(
                new TaskId(7),
                "SHOP",
                key,
                item(title),
                TaskStatus.LIVE,
                new StageId("development"),
                visit,
                5,
                null,
                null,
                null,
                null,
                "digest",
                "baton/" + key,
                "main",
                null,
                head,
                NOW,
                NOW,
                NOW);
    }

    private static WorkItem item(String title) {
        return new WorkItem(title, "", null, null, "somebody", 0);
    }

    /** The clone of the developer's job in the task's visit. */
    public static CloneName name(Task task) {
        return new CloneName(task.key(), task.visit(), "developer");
    }

    public Prepared prepare(Task task) {
        return clones.prepare(task, name(task));
    }

    public CloneReader.Taken take(Task task, String unit, boolean movesHead) {
        return reader.take(task, name(task), unit, movesHead);
    }

    /** Runs the prologue as a run would; must succeed. */
    public void begin(Task task, Prepared prepared, String unit) {
        GitWorld.Ended ended = prologue(task, prepared, unit);
        if (ended.exit() != 0) {
            throw new AssertionError("prologue: exit " + ended.exit() + ": " + ended.out());
        }
    }

    public GitWorld.Ended prologue(Task task, Prepared prepared, String unit) {
        Path run = world.data().resolve("runs/" + unit);
        Path prompt = handovers.write(unit, "prompt.md", "Do it: " + task.item().title() + "\n");
        Handover handover = new Handover(prompt, handovers.out(unit));
        return script(run.resolve("prologue.sh"), scripts.prologue(task, prepared, unit, handover));
    }

    public void end(Task task, Stage stage, Prepared prepared, String unit) {
        Path file = world.data().resolve("runs/" + unit + "/epilogue.sh");
        GitWorld.Ended ended = script(file, scripts.epilogue(task, stage, prepared, unit));
        if (ended.exit() != 0) {
            throw new AssertionError("epilogue: exit " + ended.exit() + ": " + ended.out());
        }
    }

    private GitWorld.Ended script(Path file, String text) {
        GitWorld.write(file, text);
        return world.run(world.root(), List.of("sh", file.toString()));
    }
}
