package dev.baton.setup;

import static dev.baton.setup.Check.fail;
import static dev.baton.setup.Check.ok;
import static dev.baton.setup.Check.warn;

import dev.baton.config.AcceptedSettings;
import dev.baton.config.ProjectSettings;
import dev.baton.config.Settings;
import dev.baton.git.Git;
import dev.baton.workspace.House;
import dev.baton.workspace.RepositorySettings;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose the settings are. Where somebody else may have written them, doctor runs none of their
 * commands.
 */
final class SettingsChecks {
    static final String NAME = "settings";

    private final Settings settings;
    private final Git git;

    SettingsChecks(Settings settings, Git git) {
        this.settings = settings;
        this.git = git;
    }

    List<Check> all(boolean gitWorks) {
        List<Check> checks = new ArrayList<>();
        checks.add(standing(gitWorks && writtenByOthers()));
        if (gitWorks) {
            checks.addAll(own());
        }
        return checks;
    }

    private Check standing(boolean shared) {
        Path data = settings.server().data();
        AcceptedSettings kept = AcceptedSettings.in(data);
        try {
            return switch (kept.standing(settings.file())) {
                case AcceptedSettings.OfAnother(Path other) ->
                    fail(
                            NAME,
                            settings.file() + ": expected them to name a data folder of their own,"
                                    + " found " + data + ", which belongs to " + other,
                            "baton doctor --config " + Surroundings.typed(other.toString())
                                    + ", or baton up --accept to let these settings have it");
                case AcceptedSettings.Nobodys _ -> ok(NAME, settings.file().toString());
                case AcceptedSettings.Theirs _ -> changed(kept, shared);
            };
        } catch (UncheckedIOException e) {
            return fail(
                    NAME,
                    data + ": expected to read whose it is, found " + e.getCause(),
                    "ls -ld " + data);
        }
    }

    private Check changed(AcceptedSettings kept, boolean shared) {
        if (kept.accepted(settings)) {
            return ok(NAME, settings.file().toString());
        }
        return shared
                ? fail(
                        NAME,
                        settings.file() + ": expected what was accepted at the last start, found"
                                + " a change, which others can have made; none of its commands"
                                + " is run",
                        "diff " + kept.copy() + " " + settings.file() + ", then baton up --accept")
                : ok(NAME, settings.file() + ", changed since the last start");
    }

    /** Whether a commit of some project can bring another settings file, as far as can be seen. */
    private boolean writtenByOthers() {
        House house = new House(git, () -> List.of(settings.file()));
        return settings.projects().values().stream()
                .map(project -> house.look(repository(project)))
                .anyMatch(look -> switch (look) {
                    case House.Found(Set<Path> places) -> !places.isEmpty();
                    case House.Unknown _ -> true;
                });
    }

    /** What of Baton's own lies in the repositories of projects. */
    private List<Check> own() {
        House house =
                new House(git, () -> List.of(settings.file(), settings.server().data()));
        return settings.projects().values().stream()
                .sorted(Comparator.comparing(ProjectSettings::name))
                .flatMap(project -> protectedIn(house, project).stream())
                .toList();
    }

    private static List<Check> protectedIn(House house, ProjectSettings project) {
        String name = "project " + project.name() + " own";
        return switch (house.look(repository(project))) {
            case House.Unknown(String why) -> List.of(warn(name, why, null));
            case House.Found(Set<Path> places) ->
                places.isEmpty()
                        ? List.of()
                        : List.of(ok(name, names(places) + ": Baton's own, no change of it lands"));
        };
    }

    private static RepositorySettings repository(ProjectSettings project) {
        return new RepositorySettings(project.name(), project.repository(), project.base());
    }

    private static String names(Set<Path> places) {
        return places.stream()
                .map(place -> place.toString().isEmpty() ? "everything" : place.toString())
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
