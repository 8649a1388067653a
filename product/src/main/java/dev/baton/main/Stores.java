package dev.baton.main;

import dev.baton.config.Settings;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import dev.baton.store.Store;
import dev.baton.store.StoreUnavailable;
import dev.baton.store.WriteResult;
import dev.baton.store.jdbc.SqliteSettings;
import dev.baton.store.jdbc.SqliteStores;

/** Opens the database that the settings name. */
final class Stores {
    private Stores() {}

    static Store open(Settings settings, Runnable onFailed) {
        String url = settings.store().url();
        if (!url.equals("sqlite")) {
            throw new PermanentFailure(
                    FailureCode.SETTINGS,
                    "store.url: expected sqlite, found '" + url + "'. Next: set store.url: sqlite");
        }
        return SqliteStores.open(SqliteSettings.in(settings.server().data()), onFailed);
    }

    static long startIncarnation(Store store, Machine machine) {
        WriteResult<Long> result = store.write(
                "start incarnation",
                tx -> Store.Step.commit(tx.tasks()
                        .startIncarnation(
                                machine.host().name(),
                                machine.process(),
                                machine.clock().instant())));
        return switch (result) {
            case WriteResult.Committed<Long>(Long number) -> number;
            case WriteResult.Lost<Long>(String why) -> throw new IllegalStateException(why);
            case WriteResult.Unknown<Long>(Throwable cause) ->
                throw new StoreUnavailable("the start could not be written", cause);
        };
    }
}
