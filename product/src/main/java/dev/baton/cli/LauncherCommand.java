package dev.baton.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command that the launcher does itself, listed here so that the help is whole. */
@Command
final class LauncherCommand implements Callable<Integer> {
    private final String name;

    @Parameters(arity = "0..*", hidden = true)
    private List<String> ignored = List.of();

    LauncherCommand(String name) {
        this.name = name;
    }

    @Override
    public Integer call() {
        throw new CliFailure(
                ExitCode.USAGE,
                "usage",
                name + ": expected to be started by the launcher in the repository, found the"
                        + " program itself",
                "./baton " + name);
    }
}
