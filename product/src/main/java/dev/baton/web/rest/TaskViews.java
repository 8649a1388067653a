package dev.baton.web.rest;

import dev.baton.api.ChangesView;
import dev.baton.api.CostView;
import dev.baton.api.DeploymentView;
import dev.baton.api.EventView;
import dev.baton.api.OwnerView;
import dev.baton.api.TaskView;
import dev.baton.api.WaitingView;
import dev.baton.model.Deployment;
import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.Event;
import dev.baton.model.Job;
import dev.baton.model.JournalEntry;
import dev.baton.model.Owner;
import dev.baton.model.Parking;
import dev.baton.model.ProtectedWait;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.model.Waiting;
import dev.baton.store.Reads;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tasks and events as wire records. */
final class TaskViews {
    private TaskViews() {}

    /**
     * @param site where the pages are, without a slash at the end
     */
    static TaskView task(Reads reads, Task task, String site) {
        Sha head = task.head();
        return new TaskView(
                task.key(),
                task.project(),
                task.item().title(),
                task.stage().name(),
                task.status().name(),
                task.visit(),
                task.epoch(),
                owner(task.owner()),
                waiting(task),
                task.branch(),
                task.base(),
                head == null ? null : head.value(),
                merged(reads.effects().of(task.id())),
                reads.work().jobs(task.id(), task.visit()).stream()
                        .mapToInt(Job::attempt)
                        .sum(),
                CostView.NONE,
                reads.deployments().of(task.id()).stream()
                        .map(TaskViews::deployment)
                        .toList(),
                task.createdAt(),
                task.updatedAt(),
                site + "/tasks/" + task.key());
    }

    private static @Nullable OwnerView owner(@Nullable Owner owner) {
        return owner == null
                ? null
                : new OwnerView(
                        owner.incarnation(),
                        owner.activity(),
                        owner.actor(),
                        owner.step(),
                        owner.since());
    }

    static @Nullable WaitingView waiting(Task task) {
        Parking parking = task.parking();
        if (parking != null) {
            return new WaitingView(parking.why(), task.updatedAt(), null, parking.who());
        }
        Waiting waiting = task.waiting();
        return waiting == null
                ? null
                : new WaitingView(waiting.what(), waiting.since(), waiting.until(), waiting.who());
    }

    static @Nullable ChangesView changes(Reads reads, Task task) {
        return ProtectedWait.of(
                        reads.gates().candidates(task.id(), task.visit()),
                        reads.gates().verdicts(task.id()))
                .map(found -> new ChangesView(found.digest(), found.count(), found.names()))
                .orElse(null);
    }

    static DeploymentView deployment(Deployment line) {
        Sha previous = line.previous();
        return new DeploymentView(
                line.deployId(),
                line.environment(),
                line.state().name(),
                line.sha().value(),
                previous == null ? null : previous.value(),
                line.found(),
                line.startedAt(),
                line.finishedAt());
    }

    /** The newest: a task whose deploy was red lands again. */
    static @Nullable String merged(List<JournalEntry> journal) {
        return landed(journal).map(Sha::value).reduce((older, newer) -> newer).orElse(null);
    }

    /** Commits that the task moved its base to, oldest first. */
    static Stream<Sha> landed(List<JournalEntry> journal) {
        return journal.stream()
                .filter(entry -> entry.effect() instanceof Effect.Merge
                        && entry.state() == EffectState.CONFIRMED)
                .map(entry -> ((Effect.Merge) entry.effect()).sha());
    }

    static EventView event(Event event) {
        return new EventView(
                event.seq(),
                event.at(),
                event.epoch(),
                event.visit(),
                event.stage().name(),
                event.transition(),
                event.actor(),
                event.type(),
                event.data());
    }
}
