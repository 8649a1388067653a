package dev.baton.setup;

import dev.baton.agents.SandboxSettings;
import dev.baton.config.ProjectSettings;
import dev.baton.config.Settings;
import dev.baton.deploy.EnvironmentSettings;
import dev.baton.runs.BubblewrapProbe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What runs as whom: whose code, in which folder, shut in or not. */
final class RunsAs {
    private static final String NAME = "runs as";

    private final Settings settings;
    private final String user;
    private final boolean bubblewrap;
    private final Path folder;

    RunsAs(Settings settings, String user, BubblewrapProbe.Answer probed) {
        this.settings = settings;
        this.user = user;
        this.bubblewrap = probed instanceof BubblewrapProbe.Works;
        this.folder = settings.file().toAbsolutePath().resolveSibling("").normalize();
    }

    List<Check> all() {
        List<Check> lines = new ArrayList<>();
        new TreeMap<>(settings.agents())
                .forEach((name, agent) -> lines.add(line(
                        "agent " + name,
                        "its own program and what its clone has",
                        "its clone",
                        agent.sandbox())));
        new TreeMap<>(settings.projects()).forEach((name, project) -> of(name, project, lines));
        return lines;
    }

    private void of(String name, ProjectSettings project, List<Check> lines) {
        lines.add(line(
                "gate commands of " + name,
                "the commit's",
                "a checkout of the commit",
                project.sandbox()));
        new TreeMap<>(project.environments())
                .forEach((environment, of) -> lines.add(line(
                        "deploys of " + name + " to " + environment,
                        code(of.from()),
                        "a checkout of the commit",
                        project.deploySandboxes()
                                .getOrDefault(environment, SandboxSettings.NONE))));
        if (!project.environments().isEmpty()) {
            lines.add(line(
                    "status and health of " + name,
                    code(EnvironmentSettings.Source.SETTINGS),
                    folder.toString(),
                    SandboxSettings.NONE));
        }
    }

    private String code(EnvironmentSettings.Source from) {
        return switch (from) {
            case SETTINGS -> "of " + folder + " and what is installed";
            case REPOSITORY -> "the commit's own script";
            case BATON -> "Baton's";
        };
    }

    private Check line(String what, String code, String where, SandboxSettings sandbox) {
        return Check.ok(
                NAME,
                what + ": " + user + ", in " + where + ", "
                        + (sandbox.wanted() && bubblewrap ? "shut in" : "not shut in")
                        + ", with the network; code: " + code);
    }
}
