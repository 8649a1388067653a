package dev.baton.web.board;

import dev.baton.engine.Pipelines;
import dev.baton.model.Command;
import dev.baton.model.Deployment;
import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.Event;
import dev.baton.model.Evidence;
import dev.baton.model.Job;
import dev.baton.model.JobStatus;
import dev.baton.model.JournalEntry;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Parking;
import dev.baton.model.ProtectedWait;
import dev.baton.model.Run;
import dev.baton.model.Sha;
import dev.baton.model.Stage;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.Verdict;
import dev.baton.model.Waiting;
import dev.baton.model.WorkItem;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.web.DecisionText;
import dev.baton.web.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a task's page in one snapshot; what the engine says of it is asked apart. */
final class TaskReader {
    private static final int EVENTS_MAX = 1500;
    private static final String PARKED = "parked: ";

    private final Store store;
    private final Pipelines pipelines;
    private final DecisionText decisions;

    TaskReader(Store store, Pipelines pipelines, DecisionText decisions) {
        this.store = store;
        this.pipelines = pipelines;
        this.decisions = decisions;
    }

    /** What the database says at one moment. */
    private record Found(
            Task task,
            List<Job> jobs,
            List<Run> runs,
            List<JournalEntry> journal,
            List<Verdict> verdicts,
            List<MergeCandidate> candidates,
            List<Command> pending,
            Map<StageId, Integer> entered,
            List<Event> events,
            List<Deployment> deployments) {}

    Task task(String key) {
        return store.read(reads -> reads.tasks().byKey(key).orElseThrow(() -> Refusal.noTask(key)));
    }

    List<Run> runs(Task task) {
        return store.read(reads -> reads.work().allRuns(task.id()));
    }

    /**
     * @param may which buttons the one who looks may press
     */
    TaskSheet read(String key, Predicate<Action> may) {
        Task asked = task(key);
        DecisionText.Explained why = decisions.explain(asked);
        Found found = store.read(reads -> found(reads, key));
        Task task = found.task();
        WorkItem item = task.item();
        return new TaskSheet(
                task.key(),
                item.title(),
                item.body(),
                now(found, why),
                actions(found, may),
                facts(found),
                timeline(found),
                new WorkSection(
                                task,
                                pipelines.of(task.pipelineDigest()),
                                found.candidates().stream()
                                        .flatMap(c -> java.util.stream.Stream.ofNullable(c.sha()))
                                        .toList(),
                                stages(found.events()))
                        .of(found.verdicts(), found.journal(), found.runs(), found.deployments()));
    }

    private static Map<Long, String> stages(List<Event> events) {
        Map<Long, String> stages = new HashMap<>();
        events.forEach(event -> stages.put(event.visit(), event.stage().name()));
        return stages;
    }

    private static Found found(Reads reads, String key) {
        Task task = reads.tasks().byKey(key).orElseThrow(() -> Refusal.noTask(key));
        return new Found(
                task,
                reads.work().jobs(task.id(), task.visit()),
                reads.work().allRuns(task.id()),
                reads.effects().of(task.id()),
                reads.gates().verdicts(task.id()),
                reads.gates().candidates(task.id(), task.visit()),
                reads.history().pending(task.id()),
                reads.tasks().stageVisits(task.id()),
                reads.history().newest(task.id(), EVENTS_MAX),
                reads.deployments().of(task.id()));
    }

    private static TaskSheet.Now now(Found found, DecisionText.Explained why) {
        Task task = found.task();
        Waiting waiting = task.waiting();
        Parking parking = task.parking();
        int times = found.entered().getOrDefault(task.stage(), 1);
        return new TaskSheet.Now(
                state(found),
                task.stage().name(),
                times > 1 && !task.status().terminal()
                        ? Ordinals.of(times) + " time in " + task.stage()
                        : null,
                why.decision(),
                withoutState(why.reason()),
                waiting != null ? waiting.since() : task.updatedAt(),
                waiting == null ? null : waiting.until(),
                parking != null ? parking.who() : waiting == null ? null : waiting.who(),
                found.pending().stream().map(TaskReader::asked).toList());
    }

    /** The state stands before it already. */
    private static String withoutState(String reason) {
        return reason.startsWith(PARKED) ? reason.substring(PARKED.length()) : reason;
    }

    private static State state(Found found) {
        Task task = found.task();
        return State.of(
                task.status(),
                new State.Signs(
                        task.setback() != null,
                        found.jobs().stream().anyMatch(j -> j.status() == JobStatus.RUNNING),
                        task.owner() != null));
    }

    private static String asked(Command command) {
        StageId stage = command.stage();
        return command.actor() + " asked to " + command.kind().name().toLowerCase(Locale.ROOT)
                + (stage == null ? "" : " to " + stage.name());
    }

    private TaskSheet.Actions actions(Found found, Predicate<Action> may) {
        Task task = found.task();
        List<Action> offered = Action.of(task.status(), task.head() != null);
        List<Action> all = offered.stream().filter(may).toList();
        List<Action> first =
                all.stream().filter(action -> prominent(action, task)).toList();
        Sha head = task.head();
        return new TaskSheet.Actions(
                offered.isEmpty() || !all.isEmpty(),
                first,
                all.stream().filter(action -> !first.contains(action)).toList(),
                pipelines.of(task.pipelineDigest()).stages().stream()
                        .map(Stage::id)
                        .map(StageId::name)
                        .toList(),
                head == null ? null : head.value(),
                ProtectedWait.of(found.candidates(), found.verdicts())
                        .map(Evidence.ProtectedChanges::digest)
                        .orElse(""));
    }

    /** An opinion is in the first row where somebody waits for one. */
    private static boolean prominent(Action action, Task task) {
        boolean waitsForPerson = task.parking() != null
                || (task.waiting() != null && task.waiting().who() != null);
        return switch (action) {
            case RETRY, RESUME, PAUSE -> true;
            case APPROVE, REJECT -> waitsForPerson;
            case MOVE, STOP -> false;
        };
    }

    private static TaskSheet.Facts facts(Found found) {
        Task task = found.task();
        WorkItem item = task.item();
        return new TaskSheet.Facts(
                task.project(),
                item.author(),
                web(item.sourceUrl()),
                item.priority(),
                task.branch(),
                task.base(),
                value(task.baseSha()),
                value(task.head()),
                merged(found.journal()),
                task.createdAt());
    }

    /** Only an address of the web becomes a link. */
    private static @Nullable String web(@Nullable String url) {
        return url != null && url.matches("https?://[^\\s]+") ? url : null;
    }

    private static @Nullable String value(@Nullable Sha sha) {
        return sha == null ? null : sha.value();
    }

    private static @Nullable String merged(List<JournalEntry> journal) {
        return journal.stream()
                .filter(entry -> entry.state() == EffectState.CONFIRMED)
                .map(JournalEntry::effect)
                .flatMap(e -> e instanceof Effect.Merge merge
                        ? java.util.stream.Stream.of(merge.sha().value())
                        : java.util.stream.Stream.empty())
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private static TaskSheet.Timeline timeline(Found found) {
        List<Event> oldestFirst = found.events().reversed();
        return new TaskSheet.Timeline(
                History.of(oldestFirst, !found.task().status().terminal()),
                oldestFirst.size() == EVENTS_MAX);
    }
}
