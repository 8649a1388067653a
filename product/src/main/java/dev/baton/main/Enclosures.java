package dev.baton.main;

import dev.baton.agents.SandboxSettings;
import dev.baton.agents.SandboxSettings.Mode;
import dev.baton.config.Settings;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import dev.baton.runs.BubblewrapProbe;
import dev.baton.runs.Enclosure;
import dev.baton.runs.sandbox.Bubblewrap;
import dev.baton.runs.sandbox.BubblewrapSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Picks what shuts runs in: bubblewrap where it works and anybody wants it, else nothing. */
final class Enclosures {
    private static final Logger log = LoggerFactory.getLogger(Enclosures.class);

    private Enclosures() {}

    /**
     * @throws PermanentFailure if settings insist on bubblewrap, and it does not work
     */
    static Enclosure of(Settings settings, Map<String, String> environment) {
        if (modes(settings).allMatch(mode -> mode == Mode.NONE)) {
            return Enclosure.NONE;
        }
        return switch (BubblewrapProbe.look(environment.getOrDefault("PATH", ""))) {
            case BubblewrapProbe.Works works ->
                new Bubblewrap(around(works, settings, environment));
            case BubblewrapProbe.Fails fails -> without(settings, fails);
        };
    }

    private static Enclosure without(Settings settings, BubblewrapProbe.Fails fails) {
        if (modes(settings).anyMatch(mode -> mode == Mode.BUBBLEWRAP)) {
            throw new PermanentFailure(
                    FailureCode.SETTINGS,
                    "sandbox: expected bubblewrap to work, as the settings insist on it; "
                            + fails.why() + ". Next: " + fails.next() + "; or sandbox: auto");
        }
        log.warn(
                "sandbox: none, because bubblewrap does not work here: {}. Agents and tests can"
                        + " read and change whatever this user can. Next: {}",
                fails.why(),
                fails.next());
        return Enclosure.NONE;
    }

    private static Stream<Mode> modes(Settings settings) {
        return Stream.concat(
                        settings.agents().values().stream().map(agent -> agent.sandbox()),
                        settings.projects().values().stream()
                                .flatMap(project -> Stream.concat(
                                        Stream.of(project.sandbox()),
                                        project.deploySandboxes().values().stream())))
                .map(SandboxSettings::mode);
    }

    private static BubblewrapSettings around(
            BubblewrapProbe.Works works, Settings settings, Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", "");
        String jdk = environment.getOrDefault("JAVA_HOME", "");
        List<Path> tools = Stream.concat(Stream.of(path.split(":")), Stream.of(jdk))
                .filter(folder -> folder.startsWith("/"))
                .map(Path::of)
                .toList();
        return new BubblewrapSettings(
                works.program(),
                works.sized(),
                settings.server().data(),
                Optional.ofNullable(environment.get("HOME"))
                        .filter(home -> home.startsWith("/"))
                        .map(Path::of),
                tools,
                settings.secrets().files(),
                Outside.repositories(settings).stream()
                        .map(repository -> repository.address())
                        .filter(address -> address.startsWith("/"))
                        .map(Path::of)
                        .toList());
    }
}
