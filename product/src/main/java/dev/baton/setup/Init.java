package dev.baton.setup;

import dev.baton.config.DataFolder;
import dev.baton.git.Git;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a first baton.yaml for a repository, from what is found in it. Never overwrites one. */
final class Init {
    private static final String FILE = "baton.yaml";

    private final Surroundings around;
    private final Git git;
    private final RepositoryFinder finder;

    Init(Surroundings around, Git git) {
        this.around = around;
        this.git = git;
        this.finder = new RepositoryFinder(git);
    }

    /** The exit code. */
    int run(@Nullable String dir, boolean yes) {
        Path folder = around.folder().resolve(dir == null ? "." : dir).normalize();
        RepositoryFinder.Found repository = repository(folder);
        String base = base(repository);
        Path home = home(repository);
        Path file = home.resolve(FILE);
        refuseToOverwrite(file);
        SettingsDraft.Facts facts = facts(repository, home, base);
        tell(facts);
        if (!agreed(file, yes)) {
            around.out().println("Nothing was written.");
            return SetupFailure.FAILED;
        }
        write(file, SettingsDraft.of(facts));
        around.out().println("Wrote " + around.shown(file));
        around.out()
                .println("Before production the pipeline standard asks a person;"
                        + " approve-production: false in the project asks nobody");
        String baton = around.baton();
        around.out()
                .println("Next: " + baton + " doctor" + option(file) + ", then " + baton + " up"
                        + option(file));
        return 0;
    }

    /** A file in a bare repository would be lost among git's own. */
    private Path home(RepositoryFinder.Found repository) {
        if (!repository.bare()) {
            return repository.top();
        }
        Path above = repository.top().getParent();
        return around.folder().startsWith(repository.top()) && above != null
                ? above
                : around.folder();
    }

    private RepositoryFinder.Found repository(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw SetupFailure.failed(
                    "no-folder",
                    "folder " + folder + ": expected a git repository, found no such folder",
                    "./baton init DIR, with the folder of your repository");
        }
        return finder.at(folder)
                .orElseThrow(() -> SetupFailure.failed(
                        "no-repository",
                        "folder " + folder
                                + ": expected a git repository, found none there or above",
                        "./baton init DIR, with the folder of your repository"));
    }

    private String base(RepositoryFinder.Found repository) {
        return finder.base(repository.gitDir())
                .orElseThrow(() -> SetupFailure.failed(
                        "empty-repository",
                        "repository " + repository.top()
                                + ": expected a branch with a commit, found none",
                        "commit something, then ./baton init"));
    }

    private static void refuseToOverwrite(Path file) {
        if (Files.exists(file)) {
            throw alreadyThere(file);
        }
    }

    private static SetupFailure alreadyThere(Path file) {
        return SetupFailure.failed(
                "settings-exist",
                "settings " + file + ": expected no such file, found one; it stays as it is",
                "./baton doctor --config " + Surroundings.typed(file.toString()));
    }

    private SettingsDraft.Facts facts(RepositoryFinder.Found repository, Path home, String base) {
        BaseTree tree = new BaseTree(git, repository.gitDir(), base);
        String relative = home.relativize(repository.top()).toString();
        return new SettingsDraft.Facts(
                repository.top().getFileName().toString(),
                relative.isEmpty() ? "." : relative.startsWith("..") ? relative : "./" + relative,
                data(home.resolve(FILE)),
                base,
                new TestCommand(tree.names(), tree::text).guess(),
                KnownAgent.found(around));
    }

    private String data(Path file) {
        return DataFolder.byDefault(file, around.environment())
                .map(Path::toString)
                .orElse("PATH");
    }

    private void tell(SettingsDraft.Facts facts) {
        String agents =
                facts.agents().stream().map(KnownAgent::program).collect(Collectors.joining(", "));
        String test = facts.test()
                .map(guess -> guess.command() + " (from " + guess.from() + ")")
                .orElse("none found; put yours into the file");
        List.of(
                        "project      " + SettingsDraft.project(facts.name()),
                        "repository   " + facts.repository(),
                        "base branch  " + facts.base(),
                        "tests        " + test,
                        "agents       "
                                + (agents.isEmpty()
                                        ? "none found on PATH; put yours into the file"
                                        : agents))
                .forEach(around.out()::println);
    }

    /** Where nobody sits, calling the command was the answer. */
    private boolean agreed(Path file, boolean yes) {
        if (yes || around.answers() == null) {
            return true;
        }
        around.out().print("Write " + around.shown(file) + "? [Y/n] ");
        around.out().flush();
        try {
            String answer = around.answers().readLine();
            return answer != null && answer.strip().matches("(?i)(y|yes)?");
        } catch (IOException e) {
            throw new UncheckedIOException("reading the answer", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw alreadyThere(file);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        }
    }

    private String option(Path file) {
        return file.equals(around.folder().resolve(FILE))
                ? ""
                : " --config " + Surroundings.typed(around.shown(file));
    }
}
