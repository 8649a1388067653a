package dev.baton.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code baton bench}: which figures are made is a word of its own. */
@Command(name = "bench", description = "Measures a real server.", mixinStandardHelpOptions = true)
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "bench: expected what to measure, found nothing. Next: ./baton bench waiting, or"
                        + " ./baton bench finished");
    }
}
