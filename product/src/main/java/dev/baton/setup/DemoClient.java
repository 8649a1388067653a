package dev.baton.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.baton.api.EventView;
import dev.baton.api.Json;
import dev.baton.api.NewTaskRequest;
import dev.baton.api.TaskView;
import dev.baton.http.HttpCalls;
import dev.baton.http.HttpCalls.Answered;
import dev.baton.http.HttpCalls.Call;
import dev.baton.http.HttpCalls.Unreachable;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The REST calls of a demo. */
final class DemoClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String TASKS = "/api/v1/tasks";

    private final HttpCalls calls = new HttpCalls(TIMEOUT);
    private final String address;
    private final Path token;

    /**
     * @param address {@code http://127.0.0.1:8420}
     * @param token the file that the server makes at its start
     */
    DemoClient(String address, Path token) {
        this.address = address;
        this.token = token;
    }

    /** Whether a server answers there that it does its work. */
    boolean ready() {
        return switch (send("GET", "/readyz", null)) {
            case Answered(int status, String body) -> status == 200;
            case Unreachable none -> false;
        };
    }

    TaskView file(NewTaskRequest request) {
        return read(expect("POST", TASKS, Json.write(request)), TaskView.class);
    }

    TaskView task(String key) {
        return read(expect("GET", TASKS + "/" + key, null), TaskView.class);
    }

    List<EventView> events(String key, long after) {
        String path = TASKS + "/" + key + "/events?after=" + after;
        return List.of(read(expect("GET", path, null), EventView[].class));
    }

    private String expect(String method, String path, @Nullable String body) {
        return switch (send(method, path, body)) {
            case Answered(int status, String text) when status / 100 == 2 -> text;
            case Answered(int status, String text) ->
                throw refused(method + " " + path, status + ": " + text);
            case Unreachable none -> throw refused(method + " " + path, none.why());
        };
    }

    private HttpCalls.Outcome send(String method, String path, @Nullable String body) {
        Map<String, String> headers = new HashMap<>();
        if (body != null) {
            headers.put("Content-Type", "application/json");
        }
        // Whether the server is ready is asked before it has made the file.
        if (Files.exists(token)) {
            headers.put("Authorization", "Bearer " + Folders.text(token).strip());
        }
        try {
            return calls.send(new Call(method, URI.create(address + path), headers, body));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unreachable("interrupted");
        }
    }

    private <T> T read(String text, Class<T> type) {
        try {
            return Json.read(text, type);
        } catch (JsonProcessingException e) {
            throw refused("answer of " + address, e.getOriginalMessage());
        }
    }

    private SetupFailure refused(String what, String found) {
        return SetupFailure.failed(
                "server-answer",
                what + " (" + address + "): expected it done, found " + found,
                "./baton doctor");
    }

    @Override
    public void close() {
        calls.close();
    }
}
