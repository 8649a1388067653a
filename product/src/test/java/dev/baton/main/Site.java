package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A folder as a user has it: a bare repository, agents that are shell scripts, a baton.yaml; and
 * the real launcher. Everything it starts is gone after {@link #close}.
 */
final class Site implements AutoCloseable {
    /** One for all: each has threads of its own, and some tests ask ten times a second. */
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final int PORTS_FROM = 20_000;
    private static final int PORTS_TO = 32_000;

    /** Of the forge, in the settings. */
    static final String SECRET = "glpat-2f91ac77d0e14b";

    private final Path folder;
    private final List<String> before;
    private final int port;
    private final List<Process> servers = new ArrayList<>();

    /** Of the server that was started last. */
    private String data = "data";

    /** Agents that are not shut in, for they leave notes for the test beside their clone. */
    Site(Path folder) throws IOException {
        this(folder, "none", List.of());
    }

    /**
     * @param sandbox as in settings; whatever it is, all may write to the folder {@code notes}
     */
    Site(Path folder, String sandbox) throws IOException {
        this(folder, sandbox, List.of());
    }

    /**
     * @param before words before each call of the launcher, such as those that enter a namespace
     */
    Site(Path folder, List<String> before) throws IOException {
        this(folder, "none", before);
    }

    private Site(Path folder, String sandbox, List<String> before) throws IOException {
        this.folder = folder;
        this.before = List.copyOf(before);
        assertThat(Built.VERSION.exit()).as(Built.VERSION.output()).isZero();
        this.port = freePort();
        sh("git init -q --bare -b main shop.git");
        sh("git clone -q shop.git seed 2>/dev/null && cd seed && git config user.name a"
                + " && git config user.email a@localhost && echo one > a.txt"
                + " && printf '#!/bin/sh\\ntest -f a.txt\\n' > test.sh && chmod +x test.sh"
                + " && git add -A && git commit -qm seed && git push -q origin HEAD:main");
        agent("rev.sh", """
                printf -- '---\\nverdict: approved\\nsubject: %s\\n---\\n' "$BATON_HEAD_SHA" \\
                  > "$BATON_OUT/review.md"
                """);
        write("baton.yaml", """
                server: {listen: 127.0.0.1:%1$d, data: ./data}
                secrets: {forge: "file:forge.key"}
                agents:
                  dev: {profile: command, command: [./dev.sh], sandbox: %2$s,
                    sandbox-write: [notes]}
                  rev: {profile: command, command: [./rev.sh], sandbox: %2$s,
                    sandbox-write: [notes]}
                projects:
                  SHOP:
                    repository: ./shop.git
                    test: ./test.sh
                    pipeline: quick
                    sandbox: %2$s
                    sandbox-write: [notes]
                    agents: {developer: dev, reviewer: rev}
                """.formatted(port, sandbox));
        write("forge.key", SECRET + "\n");
    }

    /** Below those that the kernel gives away, to a test in the process beside this one too. */
    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(PORTS_FROM, PORTS_TO);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Somebody has it: another one.
            }
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    int port() {
        return port;
    }

    void agent(String name, String body) throws IOException {
        write(name, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    void write(String name, String text) throws IOException {
        Files.writeString(file(name), text);
    }

    String read(String name) throws IOException {
        return Files.exists(file(name)) ? Files.readString(file(name)) : "";
    }

    /** Pushes a pipeline to the base, with whatever else lies in the folder {@code seed}. */
    void pipeline(String yaml) throws IOException {
        Files.createDirectories(file("seed/.baton"));
        write("seed/.baton/pipeline.yaml", yaml);
        sh("cd seed && git add -A && git commit -qm pipeline && git push -q origin HEAD:main");
    }

    /** What a shell command printed; it must end well. */
    String sh(String command) throws IOException {
        Outcome outcome = run(List.of("sh", "-c", command));
        assertThat(outcome.exit()).as("%s%n%s", command, outcome.output()).isZero();
        return outcome.output().strip();
    }

    /** A shell command, however it ends. */
    Outcome shell(String command) throws IOException {
        return run(List.of("sh", "-c", command));
    }

    record Outcome(int exit, String output) {}

    /** The real launcher, as typed. */
    Outcome baton(String... arguments) throws IOException {
        return batonAfter(before, arguments);
    }

    /** The real launcher, after other words than the usual. */
    Outcome batonAfter(List<String> words, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(words);
        command.add(launcher());
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** The real launcher, as typed, without waiting for its end. */
    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(file("start.log").toFile()))
                .start();
        servers.add(process);
        return process;
    }

    static String launcher() {
        return Path.of(System.getProperty("baton.root"), "baton").toString();
    }

    private Outcome run(List<String> command) throws IOException {
        return run(folder, command);
    }

    private static Outcome run(Path folder, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(exit(process), output);
    }

    /** The first call of the launcher builds; no server's start has to be patient with that. */
    private static final class Built {
        static final Outcome VERSION = version();

        private static Outcome version() {
            try {
                return run(Path.of("."), List.of(launcher(), "version"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static int exit(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The server that was started last, ready or not. */
    Process last() {
        return servers.getLast();
    }

    /** {@code ./baton up}, ready. The launcher becomes the server: it is one process. */
    Process up() throws IOException {
        data = "data";
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(launcher(), "up"));
        Process server = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(file("up.log").toFile()))
                .start();
        servers.add(server);
        await(() -> {
            assertThat(server.isAlive()).as(read("up.log")).isTrue();
            return get("/readyz").contains("true");
        });
        return server;
    }

    /** The same in another folder, with its data at a path below this one. */
    Process upIn(String place, String dataFolder, String... more) throws IOException {
        data = dataFolder;
        List<String> command = new ArrayList<>(List.of(launcher(), "up"));
        command.addAll(List.of(more));
        Process server = new ProcessBuilder(command)
                .directory(file(place).toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(file("up.log").toFile()))
                .start();
        servers.add(server);
        await(() -> {
            assertThat(server.isAlive()).as(read("up.log")).isTrue();
            return get("/readyz").contains("true")
                    && read(dataFolder + "/token").contains(" ");
        });
        return server;
    }

    /** Ends the servers as a signal would, and starts one again. */
    Process restart() throws IOException {
        for (Process server : servers) {
            server.destroy();
            exit(server);
        }
        return up();
    }

    /** The body, or nothing while nobody answers. */
    String get(String path) {
        HttpResponse<String> response = answer(withToken(request(path)));
        return response != null && response.statusCode() == 200 ? response.body() : "";
    }

    /** Whether it was taken; with the token, as the command line does it but without its start. */
    boolean post(String path, String json) {
        HttpResponse<String> response = answer(withToken(request(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
        return response != null && response.statusCode() / 100 == 2;
    }

    /** Files a task in the only project, as {@code ./baton task add} does but without its start. */
    void add(String title) throws IOException {
        add(title, "SHOP");
    }

    void add(String title, String project) throws IOException {
        String json = "{\"project\":\"%s\",\"title\":\"%s\"}".formatted(project, title);
        assertThat(post("/api/v1/tasks", json)).as("%s is filed", title).isTrue();
    }

    /** Where the server is in a namespace, so may be its data folder. */
    private String token() throws IOException {
        if (before.isEmpty()) {
            // What follows the token in the file is for the command line.
            return read(data + "/token").split(" ", 2)[0].strip();
        }
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of("sh", "-c", "cat " + data + "/token 2>/dev/null"));
        return run(command).output().strip();
    }

    /** The file is made while the server starts. */
    private HttpRequest.Builder withToken(HttpRequest.Builder request) {
        try {
            String token = token();
            return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofMinutes(1));
    }

    private static @Nullable HttpResponse<String> answer(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** A condition that may read files. */
    @FunctionalInterface
    interface Condition {
        boolean met() throws IOException;
    }

    static void await(Condition condition) {
        Eventually.await().pollInterval(Duration.ofMillis(100)).until(() -> {
            try {
                return condition.met();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** What the task says of itself is in the message when it never gets there. */
    void awaitStatus(String key, String status) {
        Eventually.await()
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(get("/api/v1/tasks/" + key))
                        .contains("\"status\":\"" + status + "\""));
    }

    /** Until the task or its history says the text; each ask of the command line is a process. */
    void awaitTask(String key, String text) {
        String task = "/api/v1/tasks/" + key;
        await(() -> get(task).contains(text) || get(task + "/events").contains(text));
    }

    static boolean alive(long pid) throws IOException {
        Path stat = Path.of("/proc/" + pid + "/stat");
        return Files.exists(stat) && !Files.readString(stat).matches("(?s).*\\) Z .*");
    }

    @Override
    public void close() throws IOException {
        servers.forEach(Process::destroyForcibly);
        run(List.of(
                "sh",
                "-c",
                "for p in $(grep -l -a -s \"" + folder + "\" /proc/[0-9]*/environ"
                        + " | cut -d/ -f3); do [ $p = $$ ] || kill -9 $p 2>/dev/null; done; true"));
    }
}
