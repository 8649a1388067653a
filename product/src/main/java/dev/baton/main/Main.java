package dev.baton.main;

import dev.baton.cli.BatonCli;
import dev.baton.cli.CliContext;
import dev.baton.cli.ServerFinder;
import dev.baton.config.AcceptedSettings;
import dev.baton.config.DataFolder;
import dev.baton.config.LoadedSettings;
import dev.baton.config.Settings;
import dev.baton.config.SettingsLoader;
import dev.baton.model.PermanentFailure;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.TransientFailure;
import dev.baton.setup.DemoCommand;
import dev.baton.setup.DoctorCommand;
import dev.baton.setup.InitCommand;
import dev.baton.setup.Surroundings;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.jar.Attributes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Entry point of the launcher: finds out where it is, and dispatches. */
public final class Main {
    private static final int FAILED = 1;

    private Main() {}

    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int code;
        try {
            code = commands(out, err).execute(args);
        } catch (PermanentFailure | TransientFailure e) {
            err.println("baton: " + e.getMessage());
            code = FAILED;
        }
        out.flush();
        err.flush();
        System.exit(code);
    }

    private static CommandLine commands(PrintStream out, PrintStream err) throws IOException {
        Map<String, String> environment = SettingsLoader.processEnvironment();
        Path here = Path.of("").toAbsolutePath();
        SettingsLoader loader = new SettingsLoader(environment, here);
        CliContext context = new CliContext(
                new PrintWriter(out, true, StandardCharsets.UTF_8),
                new PrintWriter(err, true, StandardCharsets.UTF_8),
                System.in,
                terminal() && !environment.containsKey("NO_COLOR"),
                environment.get("BATON_TOKEN"),
                InstantSource.system(),
                config -> find(loader, config),
                System.getProperty("user.name"),
                versionLine());
        Machine machine = machine(environment);
        Serve serve = new Serve(loader, machine, out, err);
        CommandLine root = BatonCli.commandLine(context, serve);
        Surroundings around = surroundings(environment, here, out, err);
        root.addSubcommand("init", new InitCommand(around));
        root.addSubcommand("doctor", new DoctorCommand(around, new HostTies(machine)));
        root.addSubcommand("demo", new DemoCommand(around));
        root.addSubcommand("train", new Training(machine));
        return root;
    }

    private static ServerFinder.Answer find(SettingsLoader loader, @Nullable Path config) {
        return switch (loader.load(config == null ? null : config.toString())) {
            case LoadedSettings.Valid(var settings) -> found(settings);
            case LoadedSettings.Invalid invalid ->
                new ServerFinder.Problem(invalid.message(), "correct the file");
            case LoadedSettings.NotFound(String message) ->
                new ServerFinder.Problem(message, "./baton init, or name it with --server");
        };
    }

    private static ServerFinder.Answer found(Settings settings) {
        Path data = settings.server().data();
        ServerFinder.Found found = new ServerFinder.Found(
                URI.create("http://" + settings.server().listen()),
                settings.server().token(),
                false);
        try {
            return switch (AcceptedSettings.in(data).standing(settings.file())) {
                case AcceptedSettings.Nobodys _ -> found;
                case AcceptedSettings.Theirs _ ->
                    new ServerFinder.Found(
                            found.url(), found.tokenFile(), DataFolder.sheltered(data));
                case AcceptedSettings.OfAnother(Path other) ->
                    new ServerFinder.Problem(
                            "settings " + settings.file() + ": expected them to name a data folder"
                                    + " of their own, found " + data + ", which belongs to " + other
                                    + "; the token was not sent",
                            "name the settings with --config " + other);
            };
        } catch (UncheckedIOException unreadable) {
            // Of another user: whoever has a token of that server says its address, too.
            return found;
        }
    }

    private static Machine machine(Map<String, String> environment) throws IOException {
        return new Machine(
                environment,
                InstantSource.system(),
                System::nanoTime,
                new SecureRandom(),
                () -> UUID.randomUUID().toString(),
                Host.ofThisMachine(),
                self());
    }

    private static boolean terminal() {
        Optional<Console> console = Optional.ofNullable(System.console());
        return console.map(Console::isTerminal).orElse(false);
    }

    private static ProcessIdentity self() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        // The name in brackets may hold anything; the fields after it are numbers.
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        int startTime = 22 - 3;
        return new ProcessIdentity(
                ProcessHandle.current().pid(),
                Long.parseLong(fields.get(startTime)),
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
    }

    private static Surroundings surroundings(
            Map<String, String> environment, Path here, PrintStream out, PrintStream err) {
        return new Surroundings(
                here,
                System.getProperty("user.name"),
                environment,
                out,
                err,
                terminal()
                        ? new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))
                        : null,
                again(),
                Path.of(System.getProperty("java.home")),
                ZoneId.systemDefault(),
                InstantSource.system(),
                System::nanoTime);
    }

    /** The words that run this program again with the same Java. */
    private static List<String> again() {
        ProcessHandle.Info info = ProcessHandle.current().info();
        List<String> words = new ArrayList<>();
        words.add(info.command()
                .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
        String path = System.getProperty("java.class.path");
        // A jar is run as one, for what its manifest grants.
        words.addAll(
                path.endsWith(".jar") && !path.contains(":")
                        ? List.of("-jar", path)
                        : List.of("-cp", path, Main.class.getName()));
        return words;
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
