package dev.baton.main;

import dev.baton.config.AcceptedSettings;
import dev.baton.config.DataFolder;
import dev.baton.config.Settings;
import dev.baton.config.WrittenSettings;
import dev.baton.git.Git;
import dev.baton.git.GitCommand;
import dev.baton.git.GitFailure;
import dev.baton.git.WorkTrees;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Run;
import dev.baton.setup.DataFolders;
import dev.baton.setup.DataFolders.Move;
import dev.baton.store.Store;
import dev.baton.store.StoreUnavailable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Moves a data folder to where it lies by default, out of every checkout, and takes its name out of
 * the settings. Ended by the same command if it dies in the middle: the folder is in one of the two
 * places, whole, at every moment, and no server begins anew at the old one.
 */
final class DataFolderMove {
    private final Settings settings;
    private final Machine machine;
    private final Path from;
    private final Path to;

    DataFolderMove(Settings settings, Machine machine) {
        this.settings = settings;
        this.machine = machine;
        this.from = settings.server().data();
        this.to = DataFolder.byDefault(settings.file(), machine.environment()).orElse(from);
    }

    Move run() {
        try {
            if (from.equals(to)) {
                return new DataFolders.Stays(to);
            }
            boolean moved = DataFolder.used(to);
            if (moved) {
                expectOurs();
                FolderCopy.finish(from, to);
            } else {
                move();
            }
            return new DataFolders.Moved(from, to, settingsLine());
        } catch (PermanentFailure | StoreUnavailable e) {
            return new DataFolders.NotMoved(String.valueOf(e.getMessage()));
        } catch (IOException | UncheckedIOException e) {
            return new DataFolders.NotMoved(failed(e));
        }
    }

    /** Something is there: then it has to be what an earlier try has moved. */
    private void expectOurs() {
        boolean ours = AcceptedSettings.in(to).standing(settings.file())
                instanceof AcceptedSettings.Theirs;
        if (!ours || (DataFolder.used(from) && !FolderCopy.of(from, to))) {
            throw refused(
                    "expected nothing at " + to + ", found a data folder there",
                    "look which of the two is the right one, and move the other away");
        }
    }

    private void move() throws IOException {
        if (!DataFolder.used(from)) {
            throw refused("expected that a server was on it, found none", "./baton up");
        }
        List<String> tracked = tracked();
        if (!tracked.isEmpty()) {
            throw refused(
                    "expected a folder of its own, found files of the repository in it: "
                            + String.join(", ", tracked),
                    "with the server stopped: mkdir -p -m 700 " + to + ", and move everything else"
                            + " of " + from + " there");
        }
        try (DataFolderLock _ = DataFolderLock.take(from)) {
            FolderHost.of(from, machine.host()).demand();
            expectNoRuns();
            AcceptedSettings kept = AcceptedSettings.in(from);
            if (kept.text().isEmpty()) {
                kept.accept(settings);
            }
            Files.createDirectories(
                    to.getParent(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Files.deleteIfExists(to);
            rename();
        }
    }

    private void rename() throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException anotherFileSystem) {
            new FolderCopy(from, to)
                    .make(copy -> FolderHost.of(copy, machine.host()).claim());
            FolderCopy.finish(from, to);
        }
    }

    /** Their units know absolute paths. */
    private void expectNoRuns() {
        List<Run> running;
        try (Store store = Stores.open(settings, machine, () -> {})) {
            running = store.read(reads -> reads.work().unfinishedRuns());
        }
        if (!running.isEmpty()) {
            throw refused(
                    "expected no unfinished run, found "
                            + running.stream().map(Run::unit).collect(Collectors.joining(", ")),
                    "./baton up, let them end, pause the tasks, and stop the server");
        }
    }

    /** What git has in the checkout and the folder: it has to stay where it is. */
    private List<String> tracked() {
        Optional<Path> top = DataFolder.checkout(from);
        Optional<Path> gitDir = top.flatMap(WorkTrees::gitDir);
        if (gitDir.isEmpty()) {
            return List.of();
        }
        Path below = top.get().relativize(DataFolder.real(from));
        try {
            Git git = new Git(Outside.gitSettings(settings, machine.environment()));
            return git
                    .require(GitCommand.in(gitDir.get(), "ls-files", "-z", "--", ":/" + below)
                            .workTree(top.get())
                            .config("safe.directory=*"))
                    .parts()
                    .stream()
                    .limit(5)
                    .toList();
        } catch (GitFailure e) {
            throw refused(
                    "expected git to say what it tracks there, found " + e.getMessage(),
                    "git -C " + top.get() + " status");
        }
    }

    private DataFolders.Line settingsLine() throws IOException {
        AcceptedSettings kept = AcceptedSettings.in(to);
        boolean accepted = kept.accepted(settings);
        WrittenSettings written = new WrittenSettings(settings.file(), machine.environment());
        Optional<WrittenSettings.Change> change = written.nameData(to);
        change.filter(line -> accepted && line.after() != null)
                .ifPresent(line -> kept.accept(
                        settings.file(), settings.text().replace(line.before(), line.after())));
        return change.map(line -> new DataFolders.Line(line.before(), line.after()))
                .orElseGet(() -> new DataFolders.Line(null, null));
    }

    private PermanentFailure refused(String what, String next) {
        return new PermanentFailure(
                FailureCode.SETTINGS, "data folder " + from + ": " + what + ". Next: " + next);
    }

    private String failed(Exception e) {
        return "data folder " + from + ": expected to move it to " + to + ", found " + e
                + ". Next: mend that, then ./baton doctor --move-data again";
    }
}
