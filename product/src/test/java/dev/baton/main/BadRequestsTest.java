package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything bad that can come over HTTP, against a whole server with its real intake. Whatever
 * comes, the answer is a refusal in the one form, nothing is filed by it, and the server goes on.
 * The board's forms join by another {@link #filings}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestsTest {
    private static final String TASKS = "/api/v1/tasks";
    private static final String HOSTILE =
            "$(touch pwned); `id` ../../x <script>alert(1)</script> 'q' \\"
                    + " \ud83e\udd8a {{7*7}} ${jndi:ldap://x} %00 --upload-pack=x";

    private final HttpClient http = HttpClient.newHttpClient();
    private Server.Up up;
    private String token = "";

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        RunningServer server = RunningServer.in(folder);
        up = server.up();
        token = server.token();
    }

    @AfterAll
    void stop() {
        up.server().close();
        http.close();
    }

    /** A body that must not file anything, and the status it gets. */
    record Filing(String what, HttpRequest.BodyPublisher body, int status) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Filing filing(String what, String body, int status) {
        return new Filing(what, BodyPublishers.ofString(body), status);
    }

    static Stream<Filing> filings() {
        return Stream.of(
                filing("nothing", "", 400),
                filing("no object", "[]", 400),
                filing("null", "null", 400),
                filing("half a text", "{\"title\": \"x", 400),
                filing("more than one value", "{\"title\": \"x\"} {}", 400),
                filing("a key twice", "{\"title\": \"x\", \"title\": \"y\"}", 400),
                filing("an unknown key", "{\"title\": \"x\", \"stage\": \"done\"}", 400),
                filing("a wrong type", "{\"title\": {\"a\": 1}}", 400),
                filing("a title that is a number", "{\"title\": 7}", 400),
                filing("a priority that is a text", "{\"title\":\"x\",\"priority\":\"1\"}", 400),
                filing("a priority out of range", "{\"title\":\"x\",\"priority\":1e99}", 400),
                filing("an empty title", "{\"title\": \"\"}", 400),
                filing("a blank title", "{\"title\": \" \\n\\t \"}", 400),
                filing("a NUL in the title", "{\"title\": \"a\\u0000b\"}", 400),
                filing("a NUL in the body", "{\"title\":\"x\",\"body\":\"a\\u0000b\"}", 400),
                filing("text that turns around", "{\"title\": \"a\\u202eb\"}", 400),
                filing("half a surrogate", "{\"title\": \"a\\ud800b\"}", 400),
                filing("a long title", "{\"title\": \"" + "x".repeat(301) + "\"}", 400),
                filing("an empty source id", "{\"title\": \"x\", \"source_id\": \"\"}", 400),
                filing("an unknown project", "{\"title\":\"x\",\"project\":\"SHIP\"}", 404),
                filing("a path as project", "{\"title\":\"x\",\"project\":\"../SHOP\"}", 404),
                filing("deep nesting", "[".repeat(100_000), 400),
                filing("a body over 1 MiB", body((1 << 20) + 1), 413),
                filing("10 MiB", body(10 << 20), 413),
                new Filing(
                        "no UTF-8",
                        BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xc3, 0x28, '"'}),
                        400));
    }

    private static String body(int bytes) {
        return "{\"title\": \"x\", \"body\": \"" + "x".repeat(bytes) + "\"}";
    }

    @ParameterizedTest
    @MethodSource("filings")
    void isRefusedAndFilesNothing(Filing filing) {
        int before = tasks();

        HttpResponse<String> answer = post(TASKS, filing.body());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(filing.status());
        assertThat(answer.body())
                .startsWith("{\"error\":{\"code\":\"")
                .containsAnyOf("expected", "unknown project")
                .hasSizeLessThan(1000);
        assertThat(tasks()).isEqualTo(before);
    }

    @Test
    void hostileTextIsATaskLikeAnyOtherAndIsNeverMarkup() {
        String json = "{\"title\": \"" + HOSTILE.replace("\\", "\\\\")
                + "\", \"body\": \"<img src=x onerror=alert(1)>\"}";
        HttpResponse<String> filed = post(TASKS, BodyPublishers.ofString(json));
        assertThat(filed.statusCode()).as(filed.body()).isEqualTo(201);
        String key = key(filed);
        for (String page : List.of("/", "/tasks/" + key)) {
            assertThat(get(page).body())
                    .doesNotContain("<script>alert")
                    .doesNotContain("<img src=x");
        }
        for (String path : List.of("", "/explain", "/events")) {
            HttpResponse<String> answer = get(TASKS + "/" + key + path);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("application/json");
        }
    }

    @Test
    void theSameSourceIdIsTheSameTaskHoweverManyAtOnce() {
        String json = "{\"title\": \"x\", \"source_id\": \"doubled\"}";
        List<String> keys = Stream.generate(() -> http.sendAsync(
                        request(TASKS, BodyPublishers.ofString(json)), BodyHandlers.ofString()))
                .limit(8)
                .toList()
                .stream()
                .map(answer -> key(answer.join()))
                .distinct()
                .toList();
        assertThat(keys).hasSize(1);
    }

    @Test
    void commandsToNoTaskInTheWrongStatusAndDoubled() {
        assertThat(command("SHOP-9999", "stop").statusCode()).isEqualTo(404);
        assertThat(command("..%2F..%2Fetc%2Fpasswd", "stop").statusCode()).isIn(400, 404);
        String key = key(post(TASKS, BodyPublishers.ofString("{\"title\": \"x\"}")));
        assertThat(command(key, "resume").statusCode()).isEqualTo(409);
        assertThat(command(key, "retry").body()).contains("\"code\":\"conflict\"");
        assertThat(command(key, "destroy").statusCode()).isEqualTo(404);
        assertThat(command(key, "stop").statusCode()).isEqualTo(202);
        assertThat(command(key, "stop").statusCode()).isIn(202, 409);
        Site.await(() -> get(TASKS + "/" + key).body().contains("\"status\":\"CANCELLED\""));
        assertThat(command(key, "stop").statusCode()).isEqualTo(409);
        assertThat(get(TASKS + "/" + key + "/events").body().split("\"cancelled\"", -1))
                .hasSize(2);
    }

    @Test
    void pathsThatLeaveTheirFolderFindNothing() {
        for (String path : List.of(
                TASKS + "/../../../etc/passwd",
                TASKS + "/%2e%2e/%2e%2e/token",
                TASKS + "/SHOP-1%00/logs",
                TASKS + "/..%2f..%2ftoken/logs",
                TASKS + "/%ff/explain",
                "/tasks/..%2f..%2ftoken",
                "//token")) {
            String answer = raw("GET " + path + " HTTP/1.1\r\nHost: " + host()
                    + "\r\nAuthorization: Bearer " + token
                    + "\r\nAccept: text/event-stream\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(path).matches("(?s)HTTP/1.1 (400|404) .*");
            assertThat(answer).as(path).doesNotContain("root:").doesNotContain(token);
        }
    }

    @Test
    void aWrongTokenHostOrOriginIsRefusedBeforeTheBodyMatters() {
        var body = BodyPublishers.ofString("{\"title\": \"x\"}");
        int before = tasks();
        assertThat(send(plain(TASKS, body)).statusCode()).isEqualTo(401);
        assertThat(send(plain(TASKS, body).header("Authorization", "Bearer " + "0".repeat(64)))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(plain(TASKS, body)
                                .header("Authorization", "Bearer " + token)
                                .header("Origin", "http://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(raw("POST " + TASKS + " HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer "
                        + token + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(tasks()).isEqualTo(before);
    }

    /** Many clients that say half a request and go, or say nothing more: others are served. */
    @Test
    void slowAndBrokenClientsKeepNobodyFromBeingServed() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                Socket socket = socket();
                slow.add(socket);
                socket.getOutputStream()
                        .write(("POST " + TASKS + " HTTP/1.1\r\nHost: " + host()
                                        + "\r\nAuthorization: Bearer " + token
                                        + "\r\nContent-Type: application/json"
                                        + "\r\nContent-Length: 500\r\n\r\n{\"title\":")
                                .getBytes(StandardCharsets.UTF_8));
                if (i % 2 == 0) {
                    socket.setSoLinger(true, 0);
                    socket.close();
                }
            }
            int before = tasks();
            assertThat(get("/readyz").statusCode()).isEqualTo(200);
            assertThat(raw("GET / HTTP/9.9\r\n\r\n")).contains(" 505 ");
            assertThat(raw("\u0000\u0001\u0002\r\n\r\n")).contains(" 400 ");
            assertThat(tasks()).isEqualTo(before);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private int tasks() {
        return get(TASKS).body().split("\"key\":\"", -1).length - 1;
    }

    private static String key(HttpResponse<String> answer) {
        Matcher key = Pattern.compile("\"key\":\"(SHOP-\\d+)\"").matcher(answer.body());
        assertThat(key.find()).as(answer.body()).isTrue();
        return key.group(1);
    }

    private HttpResponse<String> command(String key, String word) {
        return post(TASKS + "/" + key + "/" + word, BodyPublishers.noBody());
    }

    private HttpResponse<String> post(String path, HttpRequest.BodyPublisher body) {
        return http.sendAsync(request(path, body), BodyHandlers.ofString()).join();
    }

    private HttpRequest request(String path, HttpRequest.BodyPublisher body) {
        return plain(path, body).header("Authorization", "Bearer " + token).build();
    }

    private HttpRequest.Builder plain(String path, HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create(up.url() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(body);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofString()).join();
    }

    private HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(up.url() + path))
                .header("Authorization", "Bearer " + token));
    }

    private String host() {
        return "127.0.0.1:" + up.url().getPort();
    }

    private Socket socket() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), up.url().getPort());
    }

    private String raw(String request) {
        try (Socket socket = socket()) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
