package dev.baton.web.board;

import dev.baton.api.Block;
import dev.baton.api.MergeLeaseView;
import dev.baton.api.QueueView;
import dev.baton.api.TransitionLeaseView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who holds what and what waits, as shown.
 *
 * @param jobs null when that block could not be read
 * @param problems what the blocks say that could not be read
 */
record QueueSheet(
        Rows running,
        Rows waiting,
        QueueView.@Nullable Jobs jobs,
        List<Merges> merges,
        List<TransitionLeaseView.Held> owners,
        List<Actor> actors,
        List<Environment> environments,
        List<String> problems) {

    /** Work that runs or waits for a slot. */
    record Row(String task, String kind, String name, String what, Instant since) {}

    /** Rows, and how many were left out. */
    record Rows(List<Row> rows, int more) {}

    /** The merge queue of a base, its head first. */
    record Merges(String project, String base, List<Place> places) {}

    /** A task in a merge queue. */
    record Place(String task, boolean head, int priority, Instant since) {}

    /**
     * An environment of a project.
     *
     * @param deploys how many deployments it has had
     * @param task whose deployment has it; null = nobody's
     * @param what how far that is, or who keeps it still and why; null = it is free
     */
    record Environment(
            String project,
            String name,
            int deploys,
            @Nullable String task,
            @Nullable String what,
            @Nullable Instant since) {}

    /** A loop of the server. */
    record Actor(
            String name,
            boolean on,
            @Nullable String interval,
            @Nullable Instant last,
            long tickMillis,
            @Nullable String error) {}

    String oldest() {
        return jobs == null ? "" : Times.words(Duration.ofSeconds(jobs.oldestSeconds()));
    }

    static QueueSheet of(
            QueueView view, Rows running, Rows waiting, List<Environment> environments) {
        List<String> problems = new ArrayList<>();
        Optional<MergeLeaseView> merges = shown("merge queues", view.mergeLease(), problems);
        Optional<TransitionLeaseView> owners = shown("owners", view.transitionLease(), problems);
        return new QueueSheet(
                running,
                waiting,
                shown("jobs", view.jobs(), problems).orElse(null),
                merges.map(QueueSheet::merges).orElse(List.of()),
                owners.map(TransitionLeaseView::held).orElse(List.of()),
                List.of(
                        reaper(view.reaper()),
                        actor("reconciler", view.reconciler()),
                        actor("verifier", view.verifier()),
                        outbox(view.outbox())),
                environments,
                problems);
    }

    private static <T> Optional<T> shown(String what, Block<T> block, List<String> problems) {
        return switch (block) {
            case Block.Shown<T>(T value) -> Optional.of(value);
            case Block.Failed<T>(String error) -> {
                problems.add(what + ": " + error);
                yield Optional.empty();
            }
        };
    }

    private static List<Merges> merges(MergeLeaseView view) {
        Map<List<String>, List<Place>> queues = new LinkedHashMap<>();
        view.held()
                .forEach(head -> queues.computeIfAbsent(
                                List.of(head.project(), head.base()), key -> new ArrayList<>())
                        .add(new Place(head.task(), true, 0, head.since())));
        view.waiting()
                .forEach(place -> queues.computeIfAbsent(
                                List.of(place.project(), place.base()), key -> new ArrayList<>())
                        .add(new Place(place.task(), false, place.priority(), place.joinedAt())));
        return queues.entrySet().stream()
                .map(queue ->
                        new Merges(queue.getKey().get(0), queue.getKey().get(1), queue.getValue()))
                .toList();
    }

    private static Actor reaper(Block<QueueView.Reaper> block) {
        return switch (block) {
            case Block.Shown<QueueView.Reaper>(QueueView.Reaper reaper) ->
                new Actor(
                        "reaper",
                        reaper.enabled(),
                        reaper.interval(),
                        reaper.lastRunTs(),
                        reaper.tickMillis(),
                        null);
            case Block.Failed<QueueView.Reaper>(String error) -> failed("reaper", error);
        };
    }

    private static Actor actor(String name, Block<QueueView.Actor> block) {
        return switch (block) {
            case Block.Shown<QueueView.Actor>(QueueView.Actor actor) ->
                new Actor(
                        name,
                        actor.enabled(),
                        actor.interval(),
                        actor.lastRunTs(),
                        actor.tickMillis(),
                        null);
            case Block.Failed<QueueView.Actor>(String error) -> failed(name, error);
        };
    }

    private static Actor outbox(Block<QueueView.Outbox> block) {
        return switch (block) {
            case Block.Shown<QueueView.Outbox>(QueueView.Outbox outbox) ->
                new Actor(
                        "outbox, " + outbox.waiting() + " waiting",
                        outbox.enabled(),
                        null,
                        null,
                        0,
                        null);
            case Block.Failed<QueueView.Outbox>(String error) -> failed("outbox", error);
        };
    }

    private static Actor failed(String name, String error) {
        return new Actor(name, false, null, null, 0, error);
    }
}
