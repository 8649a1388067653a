package dev.baton.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;

/** Entry point of {@code baton bench}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path launcher = Path.of(System.getProperty("baton.root", "."), "baton").toAbsolutePath();
        CommandLine bench = new CommandLine(new BenchCommand())
                .addSubcommand("waiting", new WaitingCommand(out, launcher))
                .addSubcommand("finished", new FinishedCommand(out, launcher));
        System.exit(bench.execute(args));
    }
}
