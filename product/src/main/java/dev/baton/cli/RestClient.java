package dev.baton.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.baton.api.ErrorView;
import dev.baton.api.Json;
import dev.baton.http.HttpCalls;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Talks to the server; an answer that is none becomes a failure with its exit code. */
final class RestClient {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]{1,100}");
    private static final int SHOWN_MAX = 200;

    private final HttpCalls http;
    private final URI server;
    private final @Nullable String token;

    RestClient(HttpCalls http, URI server, @Nullable String token) {
        this.http = http;
        this.server = server;
        this.token = token;
    }

    /** An answer that is no error. */
    record Reply(int status, String body) {
        <T> T as(Class<T> type) {
            try {
                return Json.readAnswer(body, type);
            } catch (JsonProcessingException e) {
                throw notBaton(body);
            }
        }
    }

    Reply get(String path) {
        return send("GET", path, null);
    }

    Reply post(String path, Object body) {
        return send("POST", path, Json.write(body));
    }

    /** Follows server-sent events until the reader has enough. */
    void events(String path, Predicate<String> more) {
        Map<String, String> headers = headers();
        headers.put("Accept", "text/event-stream");
        HttpCalls.Call call = new HttpCalls.Call("GET", uri(path), headers, null);
        try {
            checked(http.lines(call, more));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** A key as part of a path; what cannot be one is not sent. */
    static String task(String key) {
        if (!KEY.matcher(key).matches() || key.startsWith(".")) {
            throw new CliFailure(
                    ExitCode.NOT_FOUND,
                    "not_found",
                    "task '" + key + "': expected a key such as SHOP-12, found other characters",
                    "./baton task list");
        }
        return "/api/v1/tasks/" + key;
    }

    private Reply send(String method, String path, @Nullable String body) {
        Map<String, String> headers = headers();
        headers.put("Accept", "application/json");
        if (body != null) {
            headers.put("Content-Type", "application/json");
        }
        try {
            return checked(http.send(new HttpCalls.Call(method, uri(path), headers, body)));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        if (token != null) {
            headers.put("Authorization", "Bearer " + token);
        }
        return headers;
    }

    private URI uri(String path) {
        return URI.create(server.toString().replaceAll("/+$", "") + path);
    }

    private Reply checked(HttpCalls.Outcome outcome) {
        return switch (outcome) {
            case HttpCalls.Unreachable none ->
                throw new CliFailure(
                        ExitCode.UNREACHABLE,
                        "unreachable",
                        "server " + server + ": expected an answer, found " + none.why(),
                        "./baton up");
            case HttpCalls.Answered answer
            when answer.status() / 100 == 2 -> new Reply(answer.status(), answer.body());
            case HttpCalls.Answered answer -> throw refused(answer);
        };
    }

    private static CliFailure refused(HttpCalls.Answered answer) {
        int exitCode = switch (answer.status()) {
            case 401, 403, 409 -> ExitCode.REFUSED;
            case 404 -> ExitCode.NOT_FOUND;
            default -> ExitCode.FAILED;
        };
        try {
            ErrorView.@Nullable Body error =
                    Json.readAnswer(answer.body(), ErrorView.class).error();
            if (error == null) {
                return notBaton(answer.body());
            }
            return new CliFailure(exitCode, error.code(), error.message(), error.next());
        } catch (JsonProcessingException e) {
            return notBaton(answer.status() + " " + answer.body());
        }
    }

    private static CliFailure notBaton(String found) {
        String shown = found.substring(0, Math.min(found.length(), SHOWN_MAX));
        return new CliFailure(
                ExitCode.FAILED,
                "not_baton",
                "server: expected an answer of Baton, found '" + shown + "'",
                "check --server");
    }

    private static CliFailure interrupted() {
        Thread.currentThread().interrupt();
        return new CliFailure(
                ExitCode.FAILED, "interrupted", "expected an answer, found an interruption", null);
    }
}
