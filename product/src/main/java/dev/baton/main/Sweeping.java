package dev.baton.main;

import dev.baton.api.CleanupRequest;
import dev.baton.api.CleanupView;
import dev.baton.config.Settings;
import dev.baton.jobs.Sweep;
import dev.baton.jobs.Sweep.Kind;
import dev.baton.store.Store;
import dev.baton.workspace.Shelf;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where the files of tasks lie, and the sweep by hand. */
final class Sweeping {
    private Sweeping() {}

    static Sweep of(Settings settings, Machine machine, Store store) {
        Path data = settings.server().data();
        Map<Kind, Shelf> shelves = Map.of(
                Kind.CLONE, new Shelf(data.resolve("clones")),
                Kind.SET_ASIDE, new Shelf(data.resolve("set-aside")),
                Kind.HANDOVER, new Shelf(data.resolve("handover")),
                Kind.RUN, new Shelf(data.resolve("runs")));
        return new Sweep(store, shelves, settings.cleanup(), machine.clock());
    }

    static CleanupView byHand(Sweep sweep, CleanupRequest request) {
        List<Sweep.Found> found = request.dryRun() ? sweep.look() : sweep.sweep();
        return new CleanupView(
                request.dryRun(),
                found.stream()
                        .map(one -> new CleanupView.Removed(
                                one.kind().name(), one.name(), one.taskKey(), one.over()))
                        .toList());
    }
}
