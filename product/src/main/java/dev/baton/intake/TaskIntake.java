package dev.baton.intake;

import dev.baton.engine.Nudge;
import dev.baton.intake.Filed.Reason;
import dev.baton.model.FailureCode;
import dev.baton.model.Pipeline;
import dev.baton.model.Task;
import dev.baton.model.TransientFailure;
import dev.baton.model.WorkItem;
import dev.baton.store.Store;
import dev.baton.store.Store.Step;
import dev.baton.store.TaskWrites.NewTask;
import dev.baton.store.Tx;
import dev.baton.store.WriteResult;
import dev.baton.yaml.Nearest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes tasks of work items. Safe for use by many threads. */
public final class TaskIntake {
    private final Store store;
    private final Map<String, IntakeProject> projects;
    private final PipelineSource pipelines;
    private final Nudge nudge;
    private final InstantSource clock;

    public TaskIntake(
            Store store,
            Map<String, IntakeProject> projects,
            PipelineSource pipelines,
            Nudge nudge,
            InstantSource clock) {
        this.store = store;
        this.projects = Map.copyOf(projects);
        this.pipelines = pipelines;
        this.nudge = nudge;
        this.clock = clock;
    }

    /**
     * Files a work item.
     *
     * @throws TransientFailure if nobody knows whether it was stored, or the pipeline cannot be
     *     read now; with a source id the same call again is safe
     */
    public Filed file(NewItem item) {
        return file(item, (tx, created, pipeline) -> {});
    }

    /** What else is stored with a new task, in its transaction. */
    @FunctionalInterface
    interface Along {
        void store(Tx tx, Task created, Pipeline pipeline);
    }

    Filed file(NewItem item, Along along) {
        IntakeProject project = project(item.project());
        if (project == null) {
            return new Filed.Refused(Reason.UNKNOWN_PROJECT, unknown(item.project()));
        }
        Optional<String> problem = ItemCheck.problem(item);
        if (problem.isPresent()) {
            return new Filed.Refused(Reason.INVALID, "task not filed: " + problem.get());
        }
        Optional<Task> there = existing(project, item);
        return there.isPresent() ? new Filed.Existing(there.get()) : pinned(project, item, along);
    }

    /** Before the pipeline is read: a known item answers even while its repository does not. */
    private Optional<Task> existing(IntakeProject project, NewItem item) {
        String source = item.sourceId();
        return source == null
                ? Optional.empty()
                : store.read(reads -> reads.tasks().bySource(project.name(), source));
    }

    private Filed pinned(IntakeProject project, NewItem item, Along along) {
        PipelineSource.Text text = pipelines.of(project.name());
        return switch (PipelineCheck.check(project, text)) {
            case PipelineCheck.Unfit(String why) ->
                new Filed.Refused(Reason.PIPELINE, "task not filed: " + why);
            case PipelineCheck.Fit(Pipeline pipeline) ->
                store(project, item, new Pinned(pipeline, text.yaml()), along);
        };
    }

    /** A pipeline and what it was read from. */
    private record Pinned(Pipeline pipeline, String yaml) {}

    private Filed store(IntakeProject project, NewItem item, Pinned pinned, Along along) {
        WorkItem work = new WorkItem(
                ItemCheck.folded(item.title()),
                Objects.requireNonNullElse(item.body(), ""),
                item.sourceId(),
                item.sourceUrl(),
                item.author(),
                item.priority());
        NewTask task = new NewTask(
                project.name(), work, pinned.pipeline().digest(), project.base(), clock.instant());
        WriteResult<Filed> result = store.write("file task", tx -> insert(tx, task, pinned, along));
        Optional<Task> faster =
                result instanceof WriteResult.Lost ? existing(project, item) : Optional.empty();
        Filed filed = faster.<Filed>map(Filed.Existing::new).orElseGet(() -> answer(result));
        if (filed instanceof Filed.Created created) {
            nudge.nudge(created.task().id(), item.author());
        }
        return filed;
    }

    /** Asks again inside the transaction: two deliveries of one item may race. */
    private static Step<Filed> insert(Tx tx, NewTask task, Pinned pinned, Along along) {
        String source = task.item().sourceId();
        if (source != null) {
            Optional<Task> there = tx.tasks().bySource(task.project(), source);
            if (there.isPresent()) {
                return Step.commit(new Filed.Existing(there.get()));
            }
        }
        tx.tasks().keepPipeline(task.pipelineDigest(), pinned.yaml());
        return tx.tasks()
                .insertUnlessThere(task, key -> BranchName.of(key, task.item().title()))
                .<Step<Filed>>map(created -> {
                    along.store(tx, created, pinned.pipeline());
                    return Step.commit(new Filed.Created(created));
                })
                .orElseGet(() -> Step.lost("another delivery of " + source + " was faster"));
    }

    private static Filed answer(WriteResult<Filed> result) {
        return switch (result) {
            case WriteResult.Committed<Filed> committed -> committed.value();
            case WriteResult.Lost<Filed> lost ->
                throw new TransientFailure(
                        FailureCode.STORE, "task not filed: " + lost.why() + ". Next: try again");
            case WriteResult.Unknown<Filed> unknown ->
                throw new TransientFailure(
                        FailureCode.STORE,
                        "task may or may not be filed: expected an answer of the database, found"
                                + " none. Next: look at baton task list before filing it again",
                        unknown.cause());
        };
    }

    private @Nullable IntakeProject project(@Nullable String name) {
        if (name == null) {
            return projects.size() == 1 ? projects.values().iterator().next() : null;
        }
        return projects.get(name);
    }

    private String unknown(@Nullable String name) {
        List<String> known = projects.keySet().stream().sorted().toList();
        if (name == null) {
            return "task not filed: expected a project, found none; known projects: "
                    + String.join(", ", known);
        }
        return "task not filed: unknown project '" + name + "'; "
                + Nearest.hint(name, "project", known);
    }
}
