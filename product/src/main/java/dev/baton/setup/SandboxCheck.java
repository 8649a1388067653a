package dev.baton.setup;

import dev.baton.agents.SandboxSettings;
import dev.baton.agents.SandboxSettings.Mode;
import dev.baton.config.Settings;
import dev.baton.runs.BubblewrapProbe;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What agents and tests can touch, and what to do about it. */
final class SandboxCheck {
    private static final String NAME = "sandbox";

    /** Who runs, by what people call it, and how it is kept apart. */
    private final Map<String, SandboxSettings> runs = new LinkedHashMap<>();

    private final String user;

    SandboxCheck(Settings settings, String user) {
        this.user = user;
        settings.agents().values().stream()
                .sorted(Comparator.comparing(agent -> agent.name()))
                .forEach(agent -> runs.put("agent " + agent.name(), agent.sandbox()));
        settings.projects().values().stream()
                .sorted(Comparator.comparing(project -> project.name()))
                .forEach(project -> {
                    runs.put("tests of " + project.name(), project.sandbox());
                    project.deploySandboxes()
                            .forEach((name, sandbox) -> runs.put(
                                    "deploys of " + project.name() + " to " + name, sandbox));
                });
    }

    Check look(BubblewrapProbe.Answer probed) {
        return switch (probed) {
            case BubblewrapProbe.Works works -> works(works);
            case BubblewrapProbe.Fails(String why, String next) -> fails(why, next);
        };
    }

    private Check works(BubblewrapProbe.Works works) {
        List<String> open = runs.entrySet().stream()
                .filter(run -> !run.getValue().wanted())
                .map(Map.Entry::getKey)
                .toList();
        return open.isEmpty()
                ? Check.ok(
                        NAME,
                        works.program() + " works: agents and tests write to their clone and to a"
                                + " home of their own, see no data folder and nothing of your"
                                + " home but programs, and have the network")
                : Check.warn(
                        NAME,
                        "sandbox: none for " + String.join(", ", open) + ": they " + canTouch(),
                        "sandbox: auto, for bubblewrap works here");
    }

    private Check fails(String why, String next) {
        String insist = runs.entrySet().stream()
                .filter(run -> run.getValue().mode() == Mode.BUBBLEWRAP)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        String better = next + "; or run the server as a user of its own that owns nothing else";
        return insist.isEmpty()
                ? Check.warn(
                        NAME,
                        "bubblewrap does not work here: " + why + ". So agents and tests run as "
                                + user + " without a sandbox: they " + canTouch(),
                        better)
                : Check.fail(
                        NAME,
                        "expected bubblewrap to work, as the settings of " + insist
                                + " insist on it; " + why,
                        next + "; or sandbox: auto");
    }

    private String canTouch() {
        return "can read and change whatever " + user + " can: other repositories, ~/.ssh, the data"
                + " folder and the token of this server";
    }
}
