package dev.baton.effects;

import dev.baton.agents.Prompt;
import dev.baton.agents.Prompt.Commits;
import dev.baton.agents.Prompt.Round;
import dev.baton.agents.Prompt.VerdictRequest;
import dev.baton.agents.PromptRenderer;
import dev.baton.model.Event;
import dev.baton.model.FailureCode;
import dev.baton.model.Gate;
import dev.baton.model.Job;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Role;
import dev.baton.model.Run;
import dev.baton.model.Stage;
import dev.baton.model.Task;
import dev.baton.model.Verdict;
import dev.baton.model.Verdict.Outcome;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.workspace.BaseFiles;
import dev.baton.workspace.Prepared;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts together what an agent is told: the task, where it is, and what was found wrong before. */
final class Prompts {
    /** More rounds than a task may have. */
    private static final int EVENTS_MAX = 10_000;

    private final Store store;
    private final BaseFiles baseFiles;

    Prompts(Store store, BaseFiles baseFiles) {
        this.store = store;
        this.baseFiles = baseFiles;
    }

    Prompt prompt(Task task, Stage stage, Role role, Job job, Prepared prepared) {
        return new Prompt(
                task.key(),
                task.item().title(),
                task.item().body(),
                stage.id().name(),
                role.name(),
                task.visit(),
                job.attempt() + 1,
                task.branch(),
                task.base(),
                prepared.baseSha().value(),
                prepared.head().value(),
                store.read(reads -> rounds(reads, task)),
                artifact(task, stage),
                verdict(stage),
                commits(stage));
    }

    /** With the project's own template where the stage names one, read from the base branch. */
    String text(Task task, Prompt prompt, Stage stage) {
        String file = stage.prompt();
        if (file == null) {
            return PromptRenderer.render(prompt);
        }
        String template = baseFiles
                .read(task.project(), prompt.baseSha(), file)
                .orElseThrow(() -> new PermanentFailure(
                        FailureCode.SETTINGS,
                        "task " + prompt.taskKey() + ": stage " + stage.id() + ": expected the"
                                + " prompt template " + file + " at " + prompt.baseSha()
                                + ", found none. Next: add it to the base branch"));
        return PromptRenderer.render(file, template, prompt);
    }

    /** Every return, then what failed earlier attempts of this visit. */
    private static List<Round> rounds(Reads reads, Task task) {
        List<Round> rounds = new ArrayList<>();
        reads.history().events(task.id(), 0, EVENTS_MAX).stream()
                .filter(event -> event.type().equals("returned"))
                .map(Prompts::round)
                .forEach(rounds::add);
        reads.gates().verdicts(task.id()).stream()
                .filter(verdict -> !verdict.at().isBefore(task.stageSince()))
                .filter(v -> v.outcome() == Outcome.RED || v.outcome() == Outcome.INVALID)
                .map(verdict -> round(task, verdict))
                .forEach(rounds::add);
        reads.work().runs(task.id(), task.visit()).stream()
                .filter(run -> Integer.valueOf(Run.REFUSED).equals(run.exitCode()))
                .map(run -> new Round(
                        task.stage().name(),
                        task.visit(),
                        run.unit() + " " + run.reason(),
                        List.of()))
                .forEach(rounds::add);
        return rounds;
    }

    /** The first line names the stage it goes to, the second says why, the rest are findings. */
    private static Round round(Event event) {
        List<String> lines = event.data().lines().toList();
        String why = lines.size() > 1 ? lines.get(1) : "";
        return new Round(
                "sent back to " + event.stage(),
                event.visit(),
                why,
                lines.stream().skip(2).toList());
    }

    private static Round round(Task task, Verdict verdict) {
        return new Round(
                task.stage().name(),
                task.visit(),
                verdict.gate() + ": " + verdict.summary(),
                verdict.findings());
    }

    private static @Nullable String artifact(Task task, Stage stage) {
        return stage.gates().stream()
                .filter(Gate.Artifact.class::isInstance)
                .map(gate -> ((Gate.Artifact) gate).pathOf(task))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable VerdictRequest verdict(Stage stage) {
        return stage.gates().stream()
                .filter(Gate.VerdictFile.class::isInstance)
                .map(Gate.VerdictFile.class::cast)
                .findFirst()
                .map(gate -> new VerdictRequest(gate.file(), gate.approve()))
                .orElse(null);
    }

    private static Commits commits(Stage stage) {
        if (!stage.pushes()) {
            return Commits.NONE;
        }
        return switch (stage.commit()) {
            case BATON -> Commits.BATON;
            case AGENT -> Commits.AGENT;
        };
    }
}
