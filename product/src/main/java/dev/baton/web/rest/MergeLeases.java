package dev.baton.web.rest;

import dev.baton.api.HoldView;
import dev.baton.api.MergeLeaseView;
import dev.baton.model.Hold;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.QueuePlace;
import dev.baton.model.Task;
import dev.baton.store.Reads;
import dev.baton.store.Store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The merge queues as people and scripts see them. */
public final class MergeLeases {
    private final Store store;
    private final MergeLeaseFacts facts;

    public MergeLeases(Store store, MergeLeaseFacts facts) {
        this.store = store;
        this.facts = facts;
    }

    MergeLeaseView view() {
        return store.read(this::view);
    }

    private MergeLeaseView view(Reads reads) {
        List<MergeLeaseView.Held> held = new ArrayList<>();
        List<MergeLeaseView.Place> waiting = new ArrayList<>();
        Map<List<String>, Integer> behind = new HashMap<>();
        for (QueuePlace place : reads.queue().all()) {
            String key = reads.tasks()
                    .byId(place.task())
                    .map(Task::key)
                    .orElseThrow(() -> new IllegalStateException(
                            "merge queue: expected task " + place.task() + ", found none"));
            Instant headAt = place.headAt();
            if (headAt != null) {
                held.add(held(place, key, headAt));
            } else {
                int position =
                        behind.merge(List.of(place.project(), place.base()), 1, Integer::sum);
                waiting.add(waiting(place, key, position));
            }
        }
        List<HoldView> holds = reads.holds().active().stream()
                .filter(hold -> hold.kind() == Hold.Kind.BASE)
                .map(MergeLeases::hold)
                .toList();
        return new MergeLeaseView(
                facts.reclaimEnabled(),
                facts.projects(),
                facts.ceiling(),
                facts.ageUp(),
                held,
                waiting,
                holds,
                facts.reclaimedTotal().getAsLong());
    }

    private static MergeLeaseView.Held held(QueuePlace place, String key, Instant headAt) {
        return new MergeLeaseView.Held(
                place.project(),
                place.base(),
                key,
                place.visit(),
                headAt,
                place.watched().atHead().toSeconds(),
                place.watched().demotions(),
                place.watched().overdue());
    }

    private static MergeLeaseView.Place waiting(QueuePlace place, String key, int position) {
        return new MergeLeaseView.Place(
                place.project(),
                place.base(),
                key,
                place.visit(),
                place.priority(),
                place.watched().raised(),
                position,
                place.joinedAt(),
                place.watched().waiting().toSeconds());
    }

    static HoldView hold(Hold hold) {
        ProcessIdentity process = hold.process();
        Hold.Release release = hold.release();
        return new HoldView(
                hold.id(),
                hold.kind().name().toLowerCase(Locale.ROOT),
                hold.project(),
                hold.name(),
                hold.why(),
                hold.by(),
                process == null ? null : (Long) process.pid(),
                hold.createdAt(),
                release == null ? null : release.by(),
                release == null ? null : release.at());
    }
}
