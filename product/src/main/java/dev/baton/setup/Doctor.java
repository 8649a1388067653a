package dev.baton.setup;

import dev.baton.api.Json;
import dev.baton.config.LoadedSettings;
import dev.baton.config.ProjectSettings;
import dev.baton.config.Settings;
import dev.baton.config.SettingsLoader;
import dev.baton.runs.BubblewrapProbe;
import dev.baton.runs.GroupProbe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at everything a server needs, leaves nothing changed, and says what to do. */
final class Doctor {
    private static final Path ROOT = Path.of("/");

    private final Surroundings around;
    private final GitHome git;
    private final DataFolders folders;
    private final Extent extent;

    /**
     * How far it goes.
     *
     * @param agents known agents are asked for their version
     * @param tests the test commands are run
     * @param pushes the repositories are pushed to, and what was made there is taken away again
     */
    record Extent(boolean agents, boolean tests, boolean pushes) {
        /** No command that the settings name. */
        static final Extent LOOKS_ONLY = new Extent(false, false, false);
    }

    Doctor(Surroundings around, GitHome git, DataFolders folders, Extent extent) {
        this.around = around;
        this.git = git;
        this.folders = folders;
        this.extent = extent;
    }

    /** The exit code. */
    int run(@Nullable String config, boolean json) {
        DoctorReport report = DoctorReport.of(look(config));
        if (json) {
            around.out().println(Json.write(report));
        } else {
            report.text().forEach(around.out()::println);
            if (report.ok()) {
                around.out().println("Next: " + around.baton() + " up" + option(config));
            }
        }
        return report.ok() ? 0 : SetupFailure.FAILED;
    }

    List<Check> look(@Nullable String config) {
        List<Check> checks = new ArrayList<>(new MachineChecks(ROOT, around).all(git));
        boolean gitWorks = checks.stream().noneMatch(c -> c.name().equals("git") && c.failed());
        switch (new SettingsLoader(around.environment(), around.folder()).load(config)) {
            case LoadedSettings.Valid(Settings settings) -> {
                checks.addAll(new SettingsChecks(settings, git.git()).all(gitWorks));
                boolean ours = checks.stream()
                        .noneMatch(c -> c.name().equals(SettingsChecks.NAME) && c.failed());
                checks.addAll(of(settings, gitWorks, ours ? extent : Extent.LOOKS_ONLY));
            }
            case LoadedSettings.Invalid invalid ->
                checks.add(
                        Check.fail("settings", indented(invalid.message()), "mend each of them"));
            case LoadedSettings.NotFound(String message) ->
                checks.add(Check.failed("settings", message.replaceFirst("^settings: ", "")));
        }
        return checks;
    }

    private List<Check> of(Settings settings, boolean gitWorks, Extent bounds) {
        String user = around.user();
        List<Check> checks =
                new ArrayList<>(new ServerChecks(settings.server(), user, folders).all());
        if (gitWorks) {
            settings.projects().values().stream()
                    .sorted(Comparator.comparing(ProjectSettings::name))
                    .map(project -> new ProjectChecks(project, git.git(), around).all(bounds))
                    .forEach(checks::addAll);
        }
        String path = around.environment().getOrDefault("PATH", "");
        if (bounds.agents()) {
            checks.addAll(new AgentChecks(settings.agents().values(), path, around).all());
        }
        BubblewrapProbe.Answer bubblewrap = BubblewrapProbe.look(path);
        BubblewrapCheck.of(bubblewrap).ifPresent(checks::add);
        checks.add(new SandboxCheck(settings, user).look(bubblewrap));
        checks.addAll(
                LimitChecks.of(settings, GroupProbe.look(), around.environment().get("HOME")));
        checks.addAll(new RunsAs(settings, user, bubblewrap).all());
        return checks;
    }

    private static String option(@Nullable String config) {
        return config == null ? "" : " --config " + Surroundings.typed(config);
    }

    private static String indented(String text) {
        return text.replaceFirst("^settings: ", "").replace("\n", "\n      ");
    }
}
