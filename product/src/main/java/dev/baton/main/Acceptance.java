package dev.baton.main;

import dev.baton.config.AcceptedSettings;
import dev.baton.config.DataFolder;
import dev.baton.config.Secret;
import dev.baton.config.Settings;
import dev.baton.git.Git;
import dev.baton.git.GitCommand;
import dev.baton.git.GitFailure;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import dev.baton.text.Redaction;
import dev.baton.workspace.House;
import dev.baton.workspace.RepositorySettings;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a server may start with its settings as they are: where the file lies in a checkout of
 * something that is landed on, or fetched, others than the operator can have changed it. Asked with
 * the lock of the data folder held.
 */
final class Acceptance {
    private static final Logger log = LoggerFactory.getLogger(Acceptance.class);

    /** Above the lines themselves git names the two files. */
    private static final int HEADER_LINES = 4;

    private final Settings settings;
    private final Git git;
    private final AcceptedSettings kept;

    Acceptance(Settings settings, Git git) {
        this.settings = settings;
        this.git = git;
        this.kept = AcceptedSettings.in(settings.server().data());
    }

    /**
     * @param agreed the operator said that they are what they should be
     */
    void demand(boolean agreed) {
        try {
            if (!agreed) {
                ownersAgree();
                changesAgree();
            }
            change().ifPresent(difference ->
                    log.info("settings {}: changed since the last start:\n{}", file(), difference));
            kept.accept(settings);
        } catch (UncheckedIOException e) {
            throw new PermanentFailure(
                    FailureCode.DISK,
                    "settings " + file() + ": expected to keep a copy in "
                            + settings.server().data() + ", found " + e.getCause()
                            + ". Next: ls -l "
                            + settings.server().data(),
                    e);
        }
    }

    private void ownersAgree() {
        if (kept.standing(file()) instanceof AcceptedSettings.OfAnother(Path other)) {
            throw new PermanentFailure(
                    FailureCode.SETTINGS,
                    "data folder " + settings.server().data() + ": expected it to belong to "
                            + file() + ", found that it belongs to " + other
                            + ". Next: ./baton up --config " + other
                            + ", or ./baton up --accept to let " + file() + " have it");
        }
    }

    private void changesAgree() {
        List<String> writers = writers();
        Optional<String> difference = writers.isEmpty() ? Optional.empty() : change();
        if (difference.isPresent()) {
            throw new PermanentFailure(
                    FailureCode.SETTINGS,
                    "settings " + file() + ": expected what was accepted at the last start, because"
                            + " the file lies in the repository of " + String.join(", ", writers)
                            + ", which others write to; found a change:\n" + difference.get()
                            + "\nNext: read it, then ./baton up --accept");
        }
    }

    /** The projects whose commits can bring another settings file. */
    private List<String> writers() {
        House house = new House(git, () -> List.of(file()));
        return Outside.repositories(settings).stream()
                .filter(repository -> !house.placesIn(repository).isEmpty())
                .map(RepositorySettings::project)
                .sorted()
                .toList();
    }

    /** What changed, line by line; empty before the first start, and when nothing did. */
    private Optional<String> change() {
        if (kept.text().isEmpty() || kept.accepted(settings)) {
            return Optional.empty();
        }
        Redaction redaction = Redaction.of(settings.secrets().values().values().stream()
                .map(Secret::reveal)
                .toList());
        return Optional.of(redaction.apply(difference()).replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?"));
    }

    private String difference() {
        GitCommand command = GitCommand.of(
                "diff",
                "--no-index",
                "--no-color",
                "--no-ext-diff",
                "--no-textconv",
                "--",
                kept.copy().toString(),
                DataFolder.real(file()).toString());
        try {
            return git.run(command).lines().stream()
                    .skip(HEADER_LINES)
                    .collect(Collectors.joining("\n"));
        } catch (GitFailure e) {
            return "(git could not compare it with " + kept.copy() + ": " + e.getMessage() + ")";
        }
    }

    private Path file() {
        return settings.file();
    }
}
