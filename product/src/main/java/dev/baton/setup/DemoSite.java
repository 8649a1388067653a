package dev.baton.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.baton.api.Json;
import dev.baton.http.HttpCalls;
import dev.baton.http.HttpCalls.Answered;
import dev.baton.http.HttpCalls.Call;
import dev.baton.http.HttpCalls.Unreachable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The server of one environment of the sample: it answers {@code /version} with what {@code
 * deploy.sh} installed in its folder. It belongs to the demo's own process and so outlives a server
 * that is killed.
 */
final class DemoSite implements AutoCloseable {
    private static final String NOTHING = "{\"id\":\"\",\"sha\":\"\"}\n";

    private final String name;
    private final Path folder;
    private final HttpServer server;

    private DemoSite(String name, Path folder, HttpServer server) {
        this.name = name;
        this.folder = folder;
        this.server = server;
    }

    /** On any free port of the loopback address. */
    static DemoSite start(String name, Path folder) {
        try {
            Files.createDirectories(folder);
            HttpServer server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            DemoSite site = new DemoSite(name, folder, server);
            server.createContext("/version", site::answer);
            server.start();
            return site;
        } catch (IOException e) {
            throw new UncheckedIOException("starting the sample server " + name, e);
        }
    }

    /** One deploy, as it was written down where it arrived. */
    record Arrival(String id, String sha) {}

    String name() {
        return name;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/version";
    }

    /** One line for each deploy. */
    Path deploys() {
        return folder.resolve("deploys.log");
    }

    List<Arrival> arrivals() {
        return Folders.text(deploys())
                .lines()
                .map(line -> line.split(" ", 2))
                .map(words -> new Arrival(words[0], words.length > 1 ? words[1] : ""))
                .toList();
    }

    /** The commit that it answers with, asked over HTTP; empty before the first deploy. */
    Optional<String> answers(HttpCalls calls) {
        try {
            return switch (calls.send(new Call("GET", URI.create(url()), Map.of(), null))) {
                case Answered(int status, String body) when status == 200 -> sha(body);
                case Answered other -> Optional.empty();
                case Unreachable none -> Optional.empty();
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<String> sha(String body) {
        try {
            Object sha = Json.read(body, Map.class).get("sha");
            return sha instanceof String text && !text.isEmpty()
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        Path version = folder.resolve("version.json");
        byte[] body = Files.exists(version)
                ? Files.readAllBytes(version)
                : NOTHING.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
