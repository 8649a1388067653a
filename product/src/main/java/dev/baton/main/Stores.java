package dev.baton.main;

import dev.baton.config.Secret;
import dev.baton.config.Settings;
import dev.baton.config.StoreSettings;
import dev.baton.store.Store;
import dev.baton.store.StoreUnavailable;
import dev.baton.store.WriteResult;
import dev.baton.store.jdbc.PostgresSettings;
import dev.baton.store.jdbc.PostgresStores;
import dev.baton.store.jdbc.SqliteSettings;
import dev.baton.store.jdbc.SqliteStores;

/** Opens the database that the settings name. */
final class Stores {
    private Stores() {}

    static Store open(Settings settings, Machine machine, Runnable onFailed) {
        return switch (settings.store()) {
            case StoreSettings.Sqlite _ ->
                SqliteStores.open(SqliteSettings.in(settings.server().data()), onFailed);
            case StoreSettings.Postgresql database ->
                PostgresStores.open(postgres(database, machine), onFailed);
        };
    }

    private static PostgresSettings postgres(StoreSettings.Postgresql database, Machine machine) {
        Secret password = database.password();
        return new PostgresSettings(
                new PostgresSettings.Address(
                        database.user(),
                        database.host(),
                        database.port(),
                        database.database(),
                        database.options()),
                password == null ? null : password.reveal(),
                machine.host().name() + " pid " + machine.process().pid());
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
