package dev.baton.setup;

import dev.baton.api.Json;
import dev.baton.config.LoadedSettings;
import dev.baton.config.Settings;
import dev.baton.config.SettingsLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes a copied data folder this host's, when a person says so. */
final class TakeOverFolder {
    private final Surroundings around;
    private final DataFolders folders;

    TakeOverFolder(Surroundings around, DataFolders folders) {
        this.around = around;
        this.folders = folders;
    }

    /** What {@code --json} prints: names are public. */
    record Report(
            String data, @Nullable String from, String to, int tasks, int runs, int intents) {}

    /** The exit code. */
    int run(@Nullable String config, boolean yes, boolean json) {
        Settings settings = settings(config);
        Path data = settings.server().data();
        return switch (folders.look(settings.server())) {
            case DataFolders.Nobodys _ ->
                throw SetupFailure.failed(
                        "nothing-to-take-over",
                        "data folder " + data
                                + ": expected one of another host, found one that no server used",
                        around.baton() + " up");
            case DataFolders.Ours(String host) -> {
                tell(config, json, new Report(data.toString(), null, host, 0, 0, 0));
                yield 0;
            }
            case DataFolders.Foreign foreign -> {
                agree(data, foreign, yes);
                tell(config, json, taken(settings, foreign));
                yield 0;
            }
        };
    }

    private Report taken(Settings settings, DataFolders.Foreign foreign) {
        return switch (folders.takeOver(settings, foreign)) {
            case DataFolders.NotTaken(String why) -> {
                String[] parts = why.split("\\. Next: ", 2);
                throw SetupFailure.failed(
                        "not-taken-over",
                        parts[0],
                        parts.length > 1 ? parts[1] : around.baton() + " doctor");
            }
            case DataFolders.Taken(int tasks, int runs, int open) ->
                new Report(
                        settings.server().data().toString(),
                        foreign.theirs(),
                        foreign.ours(),
                        tasks,
                        runs,
                        open);
        };
    }

    private Settings settings(@Nullable String config) {
        return switch (new SettingsLoader(around.environment(), around.folder()).load(config)) {
            case LoadedSettings.Valid(Settings settings) -> settings;
            case LoadedSettings.Invalid invalid ->
                throw SetupFailure.usage(invalid.message(), "mend each of them");
            case LoadedSettings.NotFound(String message) -> {
                String[] parts = message.split("\\. Next: ", 2);
                throw SetupFailure.usage(parts[0], parts.length > 1 ? parts[1] : "baton init");
            }
        };
    }

    private void agree(Path data, DataFolders.Foreign foreign, boolean yes) {
        if (yes) {
            return;
        }
        if (around.answers() == null) {
            throw SetupFailure.failed(
                    "not-agreed",
                    "data folder " + data + " of host " + foreign.theirs()
                            + ": expected a person to agree, found no terminal",
                    around.baton() + " doctor --take-over --yes");
        }
        around.out().println("The data folder " + data + " was copied from host");
        around.out().println("  " + foreign.theirs() + ", this is");
        around.out().println("  " + foreign.ours());
        around.out()
                .println("Agents that were running are given up, and their work is done again. If"
                        + " the server there is only stopped for now, two will work on the same"
                        + " tasks.");
        around.out().print("Is the server there stopped for good, and its agents too? [y/N] ");
        around.out().flush();
        try {
            String answer = around.answers().readLine();
            if (answer == null || !answer.strip().matches("(?i)y|yes")) {
                throw SetupFailure.failed(
                        "not-agreed",
                        "data folder " + data + ": expected yes, found no; nothing was changed",
                        around.baton() + " doctor");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading the answer", e);
        }
    }

    private void tell(@Nullable String config, boolean json, Report report) {
        if (json) {
            around.out().println(Json.write(report));
        } else if (report.from() == null) {
            around.out()
                    .println("The data folder " + report.data() + " belongs to this host already ("
                            + report.to() + "); nothing was changed.");
        } else {
            around.out()
                    .println("Took over " + report.data() + ". Unfinished tasks: " + report.tasks()
                            + ", runs given up: " + report.runs()
                            + ", intents to be settled at their repository: " + report.intents());
            around.out()
                    .println("Next: " + around.baton() + " up"
                            + (config == null ? "" : " --config " + Surroundings.typed(config)));
        }
    }
}
