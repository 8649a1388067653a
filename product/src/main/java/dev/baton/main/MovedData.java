package dev.baton.main;

import dev.baton.config.AcceptedSettings;
import dev.baton.config.DataFolder;
import dev.baton.config.Settings;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import java.nio.file.Path;
import java.util.Map;

/** A data folder that was moved away while the settings still name the old place. */
final class MovedData {
    private MovedData() {}

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
