package dev.baton.setup;

import dev.baton.api.Json;
import dev.baton.config.LoadedSettings;
import dev.baton.config.Settings;
import dev.baton.config.SettingsLoader;

import org.jspecify.annotations.Nullable;

/** {@code baton doctor --move-data}: takes the data folder out of the checkout it lies in. */
final class MoveDataFolder {
    private final Surroundings around;
    private final DataFolders folders;

    MoveDataFolder(Surroundings around, DataFolders folders) {
        this.around = around;
        this.folders = folders;
    }

    /**
     * What {@code --json} prints: names are public.
     *
     * @param from null when nothing had to be moved
     * @param before the line of the settings as it was; null when there was none
     * @param after as it is; null when there is none, or it is for a person to change
     */
    record Report(
            @Nullable String from,
            String to,
            @Nullable String before,
            @Nullable String after) {}

    /** The exit code. */
    int run(@Nullable String config, boolean json) {
        return switch (folders.move(settings(config))) {
            case DataFolders.NotMoved(String why) -> {
                String[] parts = why.split("\\. Next: ", 2);
                throw SetupFailure.failed(
                        "not-moved",
                        parts[0],
                        parts.length > 1 ? parts[1] : around.baton() + " doctor");
            }
            case DataFolders.Stays(var at) -> {
                tell(json, new Report(null, at.toString(), null, null), config);
                yield 0;
            }
            case DataFolders.Moved(var from, var to, var line) -> {
                tell(
                        json,
                        new Report(from.toString(), to.toString(), line.before(), line.after()),
                        config);
                yield 0;
            }
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

    private void tell(boolean json, Report report, @Nullable String config) {
        if (json) {
            around.out().println(Json.write(report));
            return;
        }
        if (report.from() == null) {
            around.out().println("The data folder is " + report.to() + " already.");
        } else {
            around.out().println("Moved " + report.from());
            around.out().println("   to " + report.to());
            line(report);
        }
        around.out()
                .println("Next: " + around.baton() + " up"
                        + (config == null ? "" : " --config " + Surroundings.typed(config)));
    }

    private void line(Report report) {
        if (report.before() == null) {
            return;
        }
        if (report.after() == null) {
            around.out()
                    .println("Change server.data of the settings to " + report.to()
                            + ", or take it out, before the next start.");
        } else {
            around.out().println("In the settings, '" + report.before() + "' is now");
            around.out().println("  '" + report.after() + "'");
        }
    }
}
