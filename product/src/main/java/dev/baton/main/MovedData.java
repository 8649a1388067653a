package dev.baton.main;

import dev.baton.config.AcceptedSettings;
import dev.baton.config.DataFolder;
import dev.baton.config.Settings;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A data folder that was moved away while the settings still name the old place. */
final class MovedData {
    private static final Logger log = LoggerFactory.getLogger(MovedData.class);

    private MovedData() {}

    /** The folder of the settings has another name now, so their data has another place. */
    static void tellOfOrphans(Settings settings, Map<String, String> environment) {
        Path named = settings.server().data();
        Path around = named.resolveSibling("");
        if (DataFolder.used(named)
                || !DataFolder.byDefault(settings.file(), environment).equals(Optional.of(named))
                || !Files.isDirectory(around)) {
            return;
        }
        try (Stream<Path> others = Files.list(around)) {
            others.filter(DataFolder::used)
                    .forEach(other -> AcceptedSettings.in(other)
                            .owner()
                            .filter(Files::notExists)
                            .ifPresent(gone -> orphan(settings, other, gone)));
        } catch (IOException | UncheckedIOException unreadable) {
            log.warn("data folders beside {}: expected to look at them", named, unreadable);
        }
    }

    private static void orphan(Settings settings, Path other, Path gone) {
        Path named = settings.server().data();
        log.warn(
                "data folder {}: belonged to {}, which is gone. If that is {} now, stop the server,"
                        + " then: rm -r {} && mv {} {} && ./baton up --accept",
                other,
                gone,
                settings.file(),
                named,
                other,
                named);
    }

    /** An empty folder in the old place would look as if every task had been lost. */
    static void refuseToBeginAnew(Settings settings, Map<String, String> environment) {
        Path named = settings.server().data();
        if (DataFolder.used(named)) {
            return;
        }
        DataFolder.byDefault(settings.file(), environment)
                .filter(usual -> !usual.equals(named) && DataFolder.used(usual))
                .filter(usual -> AcceptedSettings.in(usual).standing(settings.file())
                        instanceof AcceptedSettings.Theirs)
                .ifPresent(usual -> {
                    throw new PermanentFailure(
                            FailureCode.SETTINGS,
                            "data folder " + named + ": expected the data of " + settings.file()
                                    + ", found nothing there and them in " + usual
                                    + ". Next: ./baton doctor --move-data, which ends the move");
                });
    }
}
