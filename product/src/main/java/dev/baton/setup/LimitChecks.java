package dev.baton.setup;

import dev.baton.config.ProjectSettings;
import dev.baton.config.Settings;
import dev.baton.runs.Caches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What runs may take of the machine, and what of the home they get a copy of. */
final class LimitChecks {
    private LimitChecks() {}

    static List<Check> of(Settings settings, @Nullable String home) {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.ok(
                "limits",
                "a run ends beyond " + limits(settings) + "; looked at every 2 s, without control"
                        + " groups"));
        if (home != null && home.startsWith("/")) {
            Caches.tooLarge(Path.of(home))
                    .forEach(why -> checks.add(Check.warn(
                            "caches",
                            why + ", so runs begin without a copy of it and fetch what they need",
                            "remove from it what no build needs any more")));
        }
        return checks;
    }

    private static String limits(Settings settings) {
        return Stream.concat(
                        settings.agents().values().stream().map(agent -> agent.sandbox()),
                        settings.projects().values().stream().map(ProjectSettings::sandbox))
                .map(sandbox -> sandbox.limitsInWords())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", or "));
    }
}
