package dev.baton.main;

import dev.baton.config.AcceptedSettings;
import dev.baton.config.ServerSettings;
import dev.baton.config.Settings;
import dev.baton.engine.TakeOver;
import dev.baton.model.PermanentFailure;
import dev.baton.setup.DataFolders;
import dev.baton.store.Store;
import dev.baton.store.StoreUnavailable;

/** Answers doctor about the host of a data folder, and takes one over. */
final class HostTies implements DataFolders {
    private final Machine machine;

    HostTies(Machine machine) {
        this.machine = machine;
    }

    @Override
    public Standing look(ServerSettings server) {
        return switch (FolderHost.of(server.data(), machine.host()).look()) {
            case FolderHost.Nobodys _ -> new Nobodys();
            case FolderHost.Ours(String id) -> new Ours(id);
            case FolderHost.Foreign(String theirs, String ours) -> new Foreign(theirs, ours);
        };
    }

    @Override
    public Move move(Settings settings) {
        return new DataFolderMove(settings, machine).run();
    }

    /**
     * The file that names the host comes last: if this dies before, the folder is still foreign,
     * and is taken over again.
     */
    @Override
    public Outcome takeOver(Settings settings, Foreign from) {
        try (DataFolderLock _ = DataFolderLock.take(settings.server().data());
                Store store = Stores.open(settings, machine, () -> {})) {
            TakeOver.Taken taken = new TakeOver(store, machine.clock())
                    .run("the data folder was copied from host " + from.theirs());
            // It was copied for these settings: the person who said so need not say it twice.
            AcceptedSettings.in(settings.server().data()).accept(settings);
            FolderHost.of(settings.server().data(), machine.host()).claim();
            return new Taken(taken.tasks(), taken.runs(), taken.open());
        } catch (PermanentFailure | StoreUnavailable e) {
            return new NotTaken(String.valueOf(e.getMessage()));
        }
    }
}
