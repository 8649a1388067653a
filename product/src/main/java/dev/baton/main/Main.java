package dev.baton.main;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.jar.Attributes;

/** Entry point of the launcher. */
public final class Main {
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] args) throws IOException {
        String command = args.length == 0 ? "" : args[0];
        if (command.equals("version")) {
            System.out.println(versionLine());
            return;
        }
        System.err.printf(
                "baton: unknown command: expected version, found '%s'. Next: ./baton version%n",
                command);
        System.exit(USAGE);
    }

    private static String versionLine() throws IOException {
        Attributes manifest = manifest();
        return "baton %s (commit %s, java %s)"
                .formatted(
                        manifest.getOrDefault(
                                Attributes.Name.IMPLEMENTATION_VERSION, "development"),
                        manifest.getOrDefault(new Attributes.Name("Baton-Commit"), "unknown"),
                        Runtime.version());
    }

    /** Empty when run from a folder of classes, as tests and IDEs do. */
    private static Attributes manifest() throws IOException {
        URL self = Main.class.getResource("Main.class");
        if (self == null || !self.getProtocol().equals("jar")) {
            return new Attributes();
        }
        return ((JarURLConnection) self.openConnection()).getMainAttributes();
    }
}
