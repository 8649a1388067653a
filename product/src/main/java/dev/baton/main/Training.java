package dev.baton.main;

import dev.baton.config.LoadedSettings;
import dev.baton.config.SettingsLoader;
import dev.baton.http.HttpCalls;
import dev.baton.http.HttpCalls.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * What the launcher runs once after a build, so that the JVM's cache knows the classes of a start:
 * a server in a folder of its own, a few requests, and the end. Its one task cannot get far, since
 * there is no repository; nothing outside the folder is touched.
 */
@Command(name = "train", hidden = true)
final class Training implements Callable<Integer> {
    private static final String SETTINGS = """
            server: {listen: "127.0.0.1:0", data: ./data}
            agents:
              nobody: {profile: command, command: ["true"]}
            projects:
              TRAIN:
                repository: ./none.git
                test: "true"
                pipeline: quick
                agents: {developer: nobody, reviewer: nobody}
            """;

    private final Machine machine;

    Training(Machine machine) {
        this.machine = machine;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("baton-training-");
        try {
            Files.writeString(folder.resolve("baton.yaml"), SETTINGS);
            if (new SettingsLoader(machine.environment(), folder).load(null)
                    instanceof LoadedSettings.Valid(var settings)) {
                Server.Up up = Server.start(settings, machine, false, () -> {});
                try (Server _ = up.server()) {
                    use(up.url(), Files.readString(settings.server().token()).strip());
                }
            }
            return 0;
        } finally {
            delete(folder);
        }
    }

    private static void use(URI url, String token) throws InterruptedException {
        Map<String, String> headers =
                Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json");
        try (HttpCalls calls = new HttpCalls(Duration.ofSeconds(5))) {
            calls.send(new Call(
                    "POST", url.resolve("/api/v1/tasks"), headers, "{\"title\":\"Training\"}"));
            for (String path : List.of(
                    "/readyz",
                    "/",
                    "/tasks/TRAIN-1",
                    "/board/queue",
                    "/assets/none",
                    "/queue",
                    "/api/v1/tasks",
                    "/api/v1/tasks/TRAIN-1/explain")) {
                calls.send(new Call("GET", url.resolve(path), headers, null));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
