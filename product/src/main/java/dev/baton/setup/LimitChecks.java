package dev.baton.setup;

import dev.baton.config.ProjectSettings;
import dev.baton.config.Settings;
import dev.baton.runs.Caches;
import dev.baton.runs.GroupProbe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What runs may take of the machine, and what of the home they get a copy of. */
final class LimitChecks {
    private LimitChecks() {}

    /**
     * @param groups what a server gets that is started as this was, by hand
     */
    static List<Check> of(Settings settings, GroupProbe.Answer groups, @Nullable String home) {
        List<Check> checks = new ArrayList<>();
        checks.add(
                Check.ok("limits", "a run ends beyond " + limits(settings) + "; " + held(groups)));
        if (home != null && home.startsWith("/")) {
            Caches.tooLarge(Path.of(home))
                    .forEach(why -> checks.add(Check.warn(
                            "caches",
                            why + ", so runs begin without a copy of it and fetch what they need",
                            "remove from it what no build needs any more")));
        }
        return checks;
    }

    private static String held(GroupProbe.Answer groups) {
        return switch (groups) {
            case GroupProbe.Usable(Path base, boolean _) ->
                "memory and processes are held by control groups in " + base;
            case GroupProbe.Unusable(String why, String next) ->
                "looked at every 2 s, without control groups, by a server that is started from"
                        + " here: " + why + " (for them: " + next + ")";
        };
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
