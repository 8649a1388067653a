package dev.baton.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A checkout with the real launcher, in a folder with a space in its name. Maven and Java are shell
 * scripts: {@code mvnw} makes a jar of the one source file and notes its call, {@code java} prints
 * its arguments and lives until somebody writes to the pipe HOLD, if there is one. PATH holds the
 * tools that the launcher may use and nothing else.
 */
final class Checkout {
    private static final List<String> TOOLS = List.of(
            "cat",
            "cp",
            "curl",
            "cut",
            "date",
            "dirname",
            "env",
            "find",
            "flock",
            "grep",
            "head",
            "ln",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sh",
            "sha256sum",
            "sleep",
            "tail",
            "tee",
            "touch",
            "tr");

    private static final String MVNW = """
            #!/bin/sh
            echo "$*" >>calls
            for argument; do
                case $argument in -Dbaton.target=*) target=${argument#*=} ;; esac
            done
            [ ! -e before-build ] || . ./before-build
            case $* in
            *'-pl postgresql -am'*)
                mkdir -p postgresql/target/launch/lib
                cp postgresql/src/main/Source.java postgresql/target/launch/module.jar
                exit ;;
            esac
            mkdir -p "$target/lib"
            cp product/src/main/Source.java "$target/baton.jar"
            echo library >"$target/lib/library.jar"
            """;
    private static final String JAVA = """
            #!/bin/sh
            for argument; do
                case $argument in -XX:AOTCacheOutput=*) touch "${argument#*=}" && exit ;; esac
            done
            printf '%s\\n' "$@"
            [ -z "$BATON_EMBEDDED_POSTGRESQL" ] || echo "with $BATON_EMBEDDED_POSTGRESQL"
            [ -z "$HOLD" ] || cat "$HOLD"
            """;

    private final Path folder;
    private final Path root;
    private final Path tools;
    private final Map<String, String> environment;
    private final List<Process> started = new ArrayList<>();

    Checkout(Path folder) throws IOException {
        this.folder = folder;
        root = Files.createDirectories(folder.resolve("a checkout"));
        tools = Files.createDirectories(folder.resolve("tools"));
        Path launcher = Path.of(System.getProperty("baton.root"), "baton");
        Files.copy(launcher, root.resolve("baton"), StandardCopyOption.COPY_ATTRIBUTES);
        write("pom.xml", "<project/>");
        write("product/pom.xml", "<project/>");
        write(".mvn/jvm.config", "");
        write("product/src/main/Source.java", "class Source {}");
        write("postgresql/pom.xml", "<project/>");
        write("postgresql/src/main/Source.java", "class Source {}");
        program(root.resolve("mvnw"), MVNW);
        for (String tool : TOOLS) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }
        system("Linux");
        git("2.39.5");
        environment = new HashMap<>(Map.of(
                "PATH", tools.toString(),
                "HOME", folder.toString(),
                "BATON_JDK_FOLDERS", folder.resolve("jdks").toString()));
    }

    Path root() {
        return root;
    }

    Checkout with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    void system(String name) throws IOException {
        program(tools.resolve("uname"), "#!/bin/sh\necho " + name + "\n");
    }

    void git(String version) throws IOException {
        program(tools.resolve("git"), "#!/bin/sh\necho git version " + version + "\n");
    }

    void withoutGit() throws IOException {
        Files.delete(tools.resolve("git"));
    }

    /** A JDK below BATON_JDK_FOLDERS. */
    Path jdk(String name, String version) throws IOException {
        Path jdk = jre(name, version);
        program(jdk.resolve("bin/javac"), "#!/bin/sh\n");
        return jdk;
    }

    Path jre(String name, String version) throws IOException {
        Path home = folder.resolve("jdks").resolve(name);
        program(home.resolve("bin/java"), JAVA);
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
        return home;
    }

    /** Shell commands that mvnw runs in the root before it builds. */
    void beforeBuild(String commands) throws IOException {
        write("before-build", commands);
    }

    void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    int builds() throws IOException {
        Path calls = root.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    List<String> keptBuilds() throws IOException {
        try (Stream<Path> entries = Files.list(root.resolve("target"))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.startsWith("dist-"))
                    .sorted()
                    .toList();
        }
    }

    String currentBuild() throws IOException {
        return Files.readSymbolicLink(root.resolve("target/current")).toString();
    }

    Launch launch(String... arguments) throws IOException, InterruptedException {
        return Launch.of(start(arguments));
    }

    Process start(String... arguments) throws IOException {
        return startAs(root.resolve("baton"), arguments);
    }

    Process startAs(Path program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    void endProcesses() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What a launch said. */
    record Launch(int exit, String out, String err) {
        static Launch of(Process process) throws IOException, InterruptedException {
            String err =
                    new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Launch(process.waitFor(), out, err);
        }

        List<String> errLines() {
            return err.lines().toList();
        }
    }
}
