package dev.baton.postgresql;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** {@code java -jar module.jar FOLDER}: a PostgreSQL until standard input ends, or Ctrl-C. */
public final class Main {
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("embedded PostgreSQL: expected one folder, found " + arguments.length
                    + " words. Next: java -jar module.jar FOLDER");
            System.exit(USAGE);
        }
        Path folder = Path.of(arguments[0]).toAbsolutePath().normalize();
        System.exit(run(folder, System.out, System.err));
    }

    private static int run(Path folder, PrintStream out, PrintStream err) {
        Commands commands = new Commands(folder.resolve("log"));
        try {
            Cluster cluster = new Cluster(folder, commands, Account.find(commands::works));
            return serve(cluster, out);
        } catch (CannotStart e) {
            err.println(e.getMessage());
        } catch (IOException e) {
            err.println("embedded PostgreSQL (" + folder + "): expected to write there, found " + e
                    + ". Next: ls -ld " + folder + "; df -h " + folder);
        }
        return 1;
    }

    /** Stops what was started, however it ends. */
    private static int serve(Cluster cluster, PrintStream out) throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cluster), "stop"));
        out.println(cluster.start(System.getProperty("os.arch", "")));
        out.flush();
        System.in.transferTo(PrintStream.nullOutputStream());
        cluster.stop();
        return 0;
    }

    private static void stop(Cluster cluster) {
        try {
            cluster.stop();
        } catch (IOException e) {
            throw new UncheckedIOException("stopping the embedded PostgreSQL", e);
        }
    }
}
