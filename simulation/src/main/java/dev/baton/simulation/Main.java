package dev.baton.simulation;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;

/** Entry point of {@code baton simulate}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(args, out, err, Path.of(System.getProperty("baton.root", ""))));
    }

    /**
     * Also the way into a copy of everything that has a mutant in it.
     *
     * @param root of the checkout, whose sources mutants are made of
     */
    public static int run(String[] args, PrintStream out, PrintStream err, Path root) {
        System.setProperty("logback.configurationFile", "simulation-logback.xml");
        return new CommandLine(new SimulateCommand(out, err, root)).execute(args);
    }
}
