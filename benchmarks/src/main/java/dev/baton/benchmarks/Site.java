package dev.baton.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder with a repository, settings, and a real server in it, started by the launcher. */
final class Site implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(3);

    /** Clock ticks of a second in /proc. */
    private static final double TICKS = 100;

    private static final Pattern KEY = Pattern.compile("\"key\":\"([A-Z0-9-]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path launcher;
    private final Path folder;
    private final int port;
    private @Nullable Process server;
    private String token = "";

    private Site(Path launcher, Path folder, int port) {
        this.launcher = launcher;
        this.folder = folder;
        this.port = port;
    }

    static Site make(Path launcher) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("baton-bench");
        Site site = new Site(launcher, folder, freePort());
        site.repository();
        site.settings();
        return site;
    }

    /** With a branch whose commit is not on the base. */
    private void repository() throws IOException, InterruptedException {
        git("init", "-q", "-b", "main", "source");
        emptyCommit("first");
        git("-C", "source", "branch", "work");
        emptyCommit("main goes on");
        git("-C", "source", "checkout", "-q", "work");
        emptyCommit("work");
        git("-C", "source", "checkout", "-q", "main");
        git("clone", "-q", "--bare", "source", "shop.git");
    }

    private void emptyCommit(String message) throws IOException, InterruptedException {
        git(
                "-C",
                "source",
                "-c",
                "user.name=b",
                "-c",
                "user.email=b@localhost",
                "commit",
                "-q",
                "--allow-empty",
                "-m",
                message);
    }

    /** The agent of the first task sleeps, those of the others do what they are there for. */
    private void settings() throws IOException {
        script("developer.sh", """
                [ "$BATON_TASK" != SHOP-1 ] || exec sleep 86400
                echo "$BATON_TASK" >"$BATON_TASK.txt"
                """);
        script("reviewer.sh", """
                printf -- '---\\nverdict: approved\\nsubject: %s\\n---\\n' "$BATON_HEAD_SHA" \
                    >"$BATON_OUT/review.md"
                """);
        Files.writeString(folder.resolve("baton.yaml"), """
                server: {listen: "127.0.0.1:%d", data: ./data}
                jobs: {max-concurrency: 1}
                agents:
                  dev: {profile: command, command: [./developer.sh], timeout: 90m}
                  checker: {profile: command, command: [./reviewer.sh]}
                projects:
                  SHOP: {repository: ./shop.git, test: "true", pipeline: quick,
                    agents: {developer: dev, reviewer: checker}}
                """.formatted(port));
    }

    private void script(String name, String body) throws IOException {
        Path script = folder.resolve(name);
        Files.writeString(script, "#!/bin/sh\n" + body);
        if (!script.toFile().setExecutable(true)) {
            throw new IOException(script + ": expected to make it executable, found no way");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        if (git.waitFor() != 0) {
            throw new IOException(command + ": expected exit code 0, found " + git.exitValue());
        }
    }

    /** Where a branch of the repository is. */
    String commit(String branch) throws IOException {
        return Files.readString(folder.resolve("source/.git/refs/heads").resolve(branch))
                .strip();
    }

    /** Makes branches that are where another is. */
    void branches(List<String> names, String at) throws IOException, InterruptedException {
        String commit = commit(at);
        StringBuilder packed = new StringBuilder("# pack-refs with: peeled fully-peeled sorted \n");
        Stream.concat(names.stream(), Stream.of("main", "work"))
                .sorted()
                .forEach(name -> packed.append(name.equals("main") ? main() : commit)
                        .append(" refs/heads/")
                        .append(name)
                        .append('\n'));
        Files.writeString(folder.resolve("shop.git/packed-refs"), packed.toString());
        git("-C", "shop.git", "show-ref", "--quiet", "--verify", "refs/heads/main");
    }

    private String main() {
        try {
            return commit("main");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path database() throws IOException {
        try (var files = Files.walk(folder.resolve("data"), 1)) {
            return files.filter(file -> file.toString().endsWith(".db"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(folder + ": expected a database"));
        }
    }

    void start() throws IOException, InterruptedException {
        server = new ProcessBuilder(launcher.toString(), "up")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("up.log").toFile())
                .start();
        await("a server that is up", this::ready);
        token = Files.readString(folder.resolve("data/token")).strip().split(" ", 2)[0];
    }

    void stop() throws InterruptedException {
        Process running = server;
        server = null;
        if (running != null) {
            running.destroy();
            running.waitFor();
        }
    }

    private boolean ready() {
        Process running = server;
        if (running == null || !running.isAlive()) {
            throw new IllegalStateException(
                    "expected a server, found that it ended; see " + folder.resolve("up.log"));
        }
        try {
            return http.send(request("/readyz").build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void await(String what, BooleanSupplier holds) throws InterruptedException {
        await(what, START_MAX, holds);
    }

    /** Answers how long it took. */
    Duration await(String what, Duration max, BooleanSupplier holds) throws InterruptedException {
        long began = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - began > max.toNanos()) {
                throw new IllegalStateException("expected " + what + " within " + max
                        + ", found none; see " + folder.resolve("up.log"));
            }
            Thread.sleep(100);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private String answered(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(request + ": expected 2xx, found "
                        + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException(request + ": expected an answer, found " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(request + ": interrupted", e);
        }
    }

    String get(String path) {
        return answered(request(path).build());
    }

    private String post(String path, String json) {
        return answered(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    /** Answers the key. */
    String file(String title) {
        String answer = post("/api/v1/tasks", "{\"title\":\"" + title + "\"}");
        Matcher key = KEY.matcher(answer);
        if (!key.find()) {
            throw new IllegalStateException("expected a key, found " + answer);
        }
        return key.group(1);
    }

    String show(String key) {
        return get("/api/v1/tasks/" + key);
    }

    String command(String key, String verb) {
        return post("/api/v1/tasks/" + key + "/" + verb, "{}");
    }

    /** Until it is done, which is another drive of a task that waited. */
    String pause(String key) {
        command(key, "pause");
        String now = show(key);
        while (!now.contains("\"status\":\"PAUSED\"")) {
            now = show(key);
        }
        return now;
    }

    /** What somebody does, for its time. */
    @FunctionalInterface
    interface Act {
        String once(int i);
    }

    /** Milliseconds of each; a tenth as many before them do not count. */
    double[] times(int count, Act act) {
        int before = count / 10;
        double[] millis = new double[count - before];
        for (int i = 0; i < count; i++) {
            long began = System.nanoTime();
            act.once(i);
            if (i >= before) {
                millis[i - before] = (System.nanoTime() - began) / 1e6;
            }
        }
        return millis;
    }

    double idlePercent(Duration watched) throws IOException, InterruptedException {
        double before = cpuSeconds();
        long began = System.nanoTime();
        Thread.sleep(watched.toMillis());
        return 100 * (cpuSeconds() - before) / ((System.nanoTime() - began) / 1e9);
    }

    private double cpuSeconds() throws IOException {
        String[] fields = stat();
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    /** Of the server and of all processes it waited for. */
    double processorSeconds() throws IOException {
        String[] fields = stat();
        return cpuSeconds() + (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS;
    }

    /** What /proc says of the server after its name. */
    private String[] stat() throws IOException {
        Process running = server;
        if (running == null) {
            throw new IllegalStateException("expected a server that runs, found none");
        }
        String stat = Files.readString(Path.of("/proc/" + running.pid() + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    @Override
    public void close() throws IOException {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed)
                    throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
