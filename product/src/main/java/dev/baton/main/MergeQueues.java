package dev.baton.main;

import dev.baton.config.MergeLeaseSettings;
import dev.baton.engine.Nudge;
import dev.baton.engine.Turns;
import dev.baton.jobs.QueueKeeper;
import dev.baton.jobs.StaleHeads;
import dev.baton.loop.Tick;
import dev.baton.model.ProcessIdentity;
import dev.baton.runs.process.ProcessUnits;
import dev.baton.store.Store;
import dev.baton.web.rest.MergeLeaseFacts;
import dev.baton.yaml.Durations;

import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The implementations that {@code merge-lease} selects. */
final class MergeQueues {
    private final MergeLeaseSettings settings;
    private final Machine machine;
    private final Predicate<ProcessIdentity> alive = ProcessUnits.alive();

    MergeQueues(MergeLeaseSettings settings, Machine machine) {
        this.settings = settings;
        this.machine = machine;
    }

    Turns turns() {
        return Turns.leasedWhere(settings::leases);
    }

    Predicate<ProcessIdentity> alive() {
        return alive;
    }

    Tick keeper(Store store, Nudge nudge) {
        return new QueueKeeper(store, nudge, alive, settings.ageUp(), machine.clock());
    }

    /** Empty where nobody is to be sent away. */
    Optional<StaleHeads> staleHeads(Store store, Nudge nudge) {
        return settings.reclaimEnabled()
                ? Optional.of(new StaleHeads(
                        store, nudge, settings::leases, settings.ceiling(), machine.clock()))
                : Optional.empty();
    }

    MergeLeaseFacts facts(LongSupplier reclaimed) {
        Set<String> projects = settings.projects();
        return new MergeLeaseFacts(
                settings.reclaimEnabled(),
                projects == null ? null : projects.stream().sorted().toList(),
                Durations.text(settings.ceiling()),
                Durations.text(settings.ageUp()),
                reclaimed);
    }
}
