package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every body that is no request, and every value in every field, to every path that takes one. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadBodiesTest {
    private static final String API = "/api/v1/";

    /** What each path reads; a field of a field with a dot. */
    record Taking(String path, List<String> fields) {
        @Override
        public String toString() {
            return path;
        }
    }

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e400",
            "-9223372036854775808",
            "9223372036854775807",
            "9223372036854775808",
            "1" + "0".repeat(2000),
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\\udfff\\ud800\"",
            "\"\\u202e\"",
            "\"" + "x".repeat(20_000) + "\"",
            "\"../..\"",
            "\"%00\"",
            "[]",
            "[null]",
            "[[[]]]",
            "{}",
            "{\"\": null}",
            "{\"pid\": null}",
            "{\"pid\": -1, \"start\": -1, \"os_boot_id\": \"\"}",
            "{\"pid\": 1, \"start\": 9223372036854775807, \"os_boot_id\": \"\\u0000\"}",
            "{\"pid\": 1, \"start\": 1, \"os_boot_id\": \"\\ud800\"}",
            "{\"pid\": 0, \"start\": 0, \"os_boot_id\": \"" + "x".repeat(20_000) + "\"}");

    private final HttpClient http = HttpClient.newHttpClient();
    private Server.Up up;
    private String token = "";

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        RunningServer server = RunningServer.in(folder);
        up = server.up();
        token = server.token();
        post("tasks", "{\"title\": \"one\"}".getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    void stop() {
        up.server().close();
        http.close();
    }

    static Stream<Taking> taking() {
        List<String> hold = List.of("project", "base", "environment", "why", "by", "process");
        List<String> release = List.of("id", "project", "base", "environment", "by");
        return Stream.concat(
                Stream.of(
                        new Taking(
                                "tasks",
                                List.of("project", "title", "body", "source_id", "priority")),
                        new Taking("cleanup", List.of("dry_run")),
                        new Taking("login-links", List.of("role", "name")),
                        new Taking("sessions/9/revoke", List.of()),
                        new Taking("merge-lease/hold", hold),
                        new Taking("merge-lease/release", release),
                        new Taking("environments/hold", hold),
                        new Taking("environments/release", release),
                        new Taking("transition-lease/release?work_item=SHOP-1", List.of()),
                        new Taking("tasks/SHOP-1/revert", List.of())),
                Stream.of("pause", "resume", "retry", "approve", "reject", "move", "stop")
                        .map(word -> new Taking("tasks/SHOP-1/" + word, List.of("stage", "text"))));
    }

    @ParameterizedTest
    @MethodSource("taking")
    void isAnsweredAndNeverAFaultOfTheServer(Taking taking) {
        List<String> faults = new ArrayList<>();
        for (byte[] body : bodies(taking)) {
            HttpResponse<String> answer = post(taking.path(), body);
            if (answer.statusCode() >= 500) {
                String text = new String(body, StandardCharsets.UTF_8);
                faults.add(answer.statusCode() + " to "
                        + text.substring(0, Math.min(200, text.length())));
            }
        }
        assertThat(faults).isEmpty();
    }

    /** Bodies that are no object of fields. */
    private static final List<String> WHOLE = List.of(
            "",
            " ",
            "\ufeff{}",
            "\u0000",
            "{",
            "}",
            "{\"",
            "{}{}",
            "{} x",
            "nul",
            "NaN",
            "'x'",
            "/* */ {}",
            "{\"\\u0000\": 1}",
            "{\"\\ud800\": 1}",
            "{\"" + "k".repeat(60_000) + "\": 1}",
            "[".repeat(100_000),
            "{\"a\":".repeat(5_000),
            "-",
            "1" + "0".repeat(5_000));

    private static List<byte[]> bodies(Taking taking) {
        List<byte[]> bodies = new ArrayList<>();
        for (String whole : WHOLE) {
            bodies.add(whole.getBytes(StandardCharsets.UTF_8));
        }
        taking.fields()
                .forEach(field -> bodies.add("{\"%1$s\": \"x\", \"%1$s\": \"y\"}"
                        .formatted(field)
                        .getBytes(StandardCharsets.UTF_8)));
        bodies.add(new byte[] {(byte) 0xff, (byte) 0xfe, '{', 0, '}', 0});
        bodies.add(new byte[] {'{', '"', (byte) 0xc3, 0x28, '"', ':', '1', '}'});
        bodies.add(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'});
        for (String value : VALUES) {
            bodies.add(value.getBytes(StandardCharsets.UTF_8));
            for (String field : taking.fields()) {
                String pair = "\"" + field + "\": " + value;
                for (String rest : List.of("", rest(taking, field))) {
                    bodies.add(("{" + pair + rest + "}").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return bodies;
    }

    /** The other fields as they have to be, so that the bad one is looked at. */
    private static String rest(Taking taking, String but) {
        StringBuilder rest = new StringBuilder();
        for (String field : taking.fields()) {
            boolean text = List.of("why", "title", "by").contains(field);
            if (text && !field.equals(but)) {
                rest.append(", \"").append(field).append("\": \"x\"");
            }
        }
        return rest.toString();
    }

    private HttpResponse<String> post(String path, byte[] body) {
        return http.sendAsync(
                        HttpRequest.newBuilder(URI.create(up.url() + API + path))
                                .timeout(Duration.ofSeconds(60))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofString())
                .join();
    }
}
