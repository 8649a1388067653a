package dev.baton.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A folder as a user has it (a bare repository, agents that are shell scripts, a baton.yaml) and
 * the server that {@code ./baton up} starts there. Everything it started is gone after close.
 */
final class Site implements AutoCloseable {
    /** Measures nothing: it ends a test that hangs, on a machine with a load of 20 too. */
    private static final Duration WAIT_MAX = Duration.ofMinutes(5);

    private static final Pattern LINK = Pattern.compile("(http://\\S+/login\\?key=[0-9a-f]+)");

    private final Path folder;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable Process server;

    Site(Path folder, int agents, String developer, String reviewer) {
        this.folder = folder;
        this.port = freePort();
        sh("git init -q --bare -b main shop.git"
                + " && git clone -q shop.git seed 2>/dev/null && cd seed"
                + " && git config user.name a && git config user.email a@localhost"
                + " && printf 'cart\\n' > cart.txt"
                + " && printf '#!/bin/sh\\ntest -f cart.txt\\n' > test.sh"
                + " && chmod +x test.sh && git add -A && git commit -qm 'The shop'"
                + " && git push -q origin HEAD:main");
        script("developer.sh", developer);
        script("reviewer.sh", reviewer);
        write("baton.yaml", """
                server: {listen: 127.0.0.1:%d, data: ./data}
                jobs: {max-concurrency: %d, max-commands: 4}
                reaper: {interval: 500ms}
                agents:
                  dev: {profile: command, command: [./developer.sh], attempts: 2}
                  rev: {profile: command, command: [./reviewer.sh], attempts: 2}
                projects:
                  SHOP:
                    repository: ./shop.git
                    test: ./test.sh
                    pipeline: quick
                    hygiene: {off: [names]}
                    agents: {developer: dev, reviewer: rev}
                """.formatted(port, agents));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Of the board, for a browser. */
    String board(String path) {
        return "http://baton.localhost:" + port + path;
    }

    int port() {
        return port;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    void write(String name, String text) {
        try {
            Files.writeString(file(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void script(String name, String body) {
        write(name, "#!/bin/sh\n" + body);
        try {
            Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the server; returns when it is ready. */
    void up() {
        Process started;
        try {
            started = new ProcessBuilder(launcher(), "up")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(file("up.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = started;
        Awaitility.await().atMost(WAIT_MAX).pollInterval(Duration.ofMillis(100)).until(() -> {
            assertThat(started.isAlive()).as(read("up.log")).isTrue();
            return get("/readyz").contains("true");
        });
    }

    /** The one-time link as it was printed. */
    String link() {
        Matcher link = LINK.matcher(read("up.log"));
        assertThat(link.find()).as(read("up.log")).isTrue();
        return link.group(1);
    }

    /** Another one, as the command line makes it. */
    String newLink() {
        return field(post("/api/v1/login-links", "{}"), "url");
    }

    static String field(String json, String name) {
        Matcher field = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
        assertThat(field.find()).as(json).isTrue();
        return field.group(1);
    }

    private String read(String name) {
        try {
            return Files.exists(file(name)) ? Files.readString(file(name)) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body, or nothing while nobody answers. */
    String get(String path) {
        return send(withToken(HttpRequest.newBuilder(URI.create(url(path)))).GET());
    }

    /** With the token. */
    String post(String path, String json) {
        return send(withToken(HttpRequest.newBuilder(URI.create(url(path))))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** The file is made while the server starts. */
    private HttpRequest.Builder withToken(HttpRequest.Builder request) {
        String token = read("data/token").strip();
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private String send(HttpRequest.Builder request) {
        try {
            return http.send(
                            request.timeout(Duration.ofMinutes(1)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Files a task and answers its key. */
    String task(String title, String body) {
        String answer = post(
                "/api/v1/tasks", "{\"title\":%s,\"body\":%s}".formatted(json(title), json(body)));
        Matcher key = Pattern.compile("\"key\":\"([A-Z]+-[0-9]+)\"").matcher(answer);
        assertThat(key.find()).as(answer).isTrue();
        return key.group(1);
    }

    private static String json(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /** Waits until what the server says of the task contains a text. */
    void await(String key, String text) {
        Awaitility.await()
                .atMost(WAIT_MAX)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(get("/api/v1/tasks/" + key + "/explain")
                                + get("/api/v1/tasks/" + key))
                        .contains(text));
    }

    void awaitStatus(String key, String status) {
        await(key, "\"status\":\"" + status + "\"");
    }

    private static String launcher() {
        return Path.of(System.getProperty("baton.root"), "baton").toString();
    }

    void sh(String command) {
        try {
            Process process = new ProcessBuilder("sh", "-c", command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s%n%s", command, output).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.destroyForcibly();
        }
        http.close();
        sh("for p in $(grep -l -a -s \"" + folder + "\" /proc/[0-9]*/environ"
                + " | cut -d/ -f3); do [ $p = $$ ] || kill -9 $p 2>/dev/null; done; true");
    }
}
