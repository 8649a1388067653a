package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.LoadedSettings;
import dev.baton.config.SettingsLoader;
import dev.baton.model.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * A whole server inside the test's process, with one project whose agent does nothing.
 *
 * @param token the server's own
 */
record RunningServer(Server.Up up, String token) {

    static RunningServer in(Path folder) throws IOException {
        repository(folder);
        Files.writeString(folder.resolve("baton.yaml"), """
                server: {listen: "127.0.0.1:0", data: ./data}
                agents:
                  dev: {profile: command, command: ["true"]}
                projects:
                  SHOP:
                    repository: ./shop.git
                    test: "true"
                    pipeline: quick
                    agents: {developer: dev, reviewer: dev}
                """);
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"));
        var settings = ((LoadedSettings.Valid) new SettingsLoader(environment, folder).load(null))
                .settings();
        Machine machine = new Machine(
                environment,
                InstantSource.system(),
                System::nanoTime,
                new Random(1),
                () -> UUID.randomUUID().toString(),
                new Host("here", "0123456789abcdef"),
                new ProcessIdentity(1, 1, "boot"));
        Server.Up up = Server.start(settings, machine, false, () -> {});
        String line = Files.readString(settings.server().token()).strip();
        return new RunningServer(up, line.split(" ", 2)[0]);
    }

    private static void repository(Path folder) throws IOException {
        Process git =
                new ProcessBuilder("sh", "-c", """
                        git init -q --bare -b main shop.git &&
                        git init -q -b main seed && cd seed &&
                        git config user.name a && git config user.email a@localhost &&
                        git commit -q --allow-empty -m one &&
                        git push -q ../shop.git main
                        """).directory(folder.toFile()).start();
        assertThat(git.onExit().join().exitValue()).isZero();
    }
}
