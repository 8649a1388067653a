package dev.baton.effects;

import dev.baton.deploy.Environment;
import dev.baton.deploy.EnvironmentSettings.Source;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import dev.baton.workspace.ShellWords;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Whose program a deploy command runs. The working folder is a checkout of the commit, which agents
 * wrote: a program from there is run only where the settings say so.
 *
 * @param key of the environment in baton.yaml
 */
record DeployProgram(Environment target, String key) {
    /**
     * @param allowed whether a person approves what is deployed, or the command is shut in
     */
    void requireAllowed(boolean allowed) {
        if (target.from() == Source.REPOSITORY && !allowed) {
            throw refused(": from: repository runs the script of the commit, which agents wrote:"
                    + " expected the gate 'approval' before the deploy in the task's pipeline, or"
                    + " sandbox: bubblewrap beside it, found neither");
        }
    }

    /** The line that is given to the shell in the checkout. */
    String line(String command, Path checkout) {
        return switch (target.from()) {
            case BATON, REPOSITORY -> command;
            case SETTINGS -> ofSettings(command, checkout);
        };
    }

    private String ofSettings(String command, Path checkout) {
        Path folder = target.folder();
        ShellWords.program(command)
                .map(word -> folder.resolve(ShellWords.plain(word)).normalize())
                .filter(program -> !Files.exists(program))
                .ifPresent(program -> {
                    throw refused(": '" + command + "': expected " + program
                            + ", found no such file; a script of that name in the commit is the"
                            + " agents' and is not run");
                });
        String line = ShellWords.resolved(command, folder.toString());
        ofTheCommit(line, checkout, folder).ifPresent(word -> {
            throw refused(": '" + command + "' names " + word + ", which is a file of the commit ("
                    + checkout.resolve(word) + ") and "
                    + (Files.exists(folder.resolve(word))
                            ? "also one of " + folder + ": in that line it is the commit's"
                            : "none of " + folder)
                    + "; what agents wrote is not run unasked");
        });
        return line;
    }

    /** A word that the shell would take from the checkout. */
    private static Optional<String> ofTheCommit(String line, Path checkout, Path folder) {
        Set<String> programs = ShellWords.programs(line);
        return ShellWords.paths(line).stream()
                .filter(word -> file(checkout.resolve(word)))
                .filter(word -> programs.contains(word) || !Files.exists(folder.resolve(word)))
                .findFirst();
    }

    private static boolean file(Path path) {
        return Files.isSymbolicLink(path)
                || (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path));
    }

    private PermanentFailure refused(String why) {
        return new PermanentFailure(
                FailureCode.SETTINGS,
                key + why + ". Next: put the program into " + target.folder()
                        + " and write ./NAME, or add from: repository with sandbox: bubblewrap to "
                        + key + " in baton.yaml; restart, retry the task");
    }
}
