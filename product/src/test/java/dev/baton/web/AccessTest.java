package dev.baton.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.PermanentFailure;
import dev.baton.web.rest.QueueParts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of answers, tokens, and the names of the server; sessions have tests of their own. */
class AccessTest {
    private static final String FOREIGN = "Host: evil.example:80";

    @TempDir
    Path data;

    private WebFixture web;

    @BeforeEach
    void start() {
        web = new WebFixture(data);
        web.insert("Greet", "", null);
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private String bearer() {
        return "Authorization: Bearer " + web.tokenText();
    }

    @Nested
    class Order {
        @Test
        void withoutTokenItIsUnauthorizedWhateverElseIsWrong() {
            assertThat(web.status("POST", "/api/v1/tasks/NO-9/pause", FOREIGN)).isEqualTo(401);
            assertThat(web.status("POST", "/nowhere", web.ownHost())).isEqualTo(401);
            assertThat(web.status("POST", "/api/v1/tasks/SHOP-1/resume", web.ownHost()))
                    .isEqualTo(401);
            assertThat(web.status("GET", "/api/v1/tasks/NO-9", FOREIGN)).isEqualTo(401);
        }

        @Test
        void aForeignHostIsForbiddenBeforeAnythingIsLookedUp() {
            assertThat(web.status("POST", "/api/v1/tasks/NO-9/pause", FOREIGN, bearer()))
                    .isEqualTo(403);
            assertThat(web.status("GET", "/api/v1/tasks/NO-9", FOREIGN, bearer()))
                    .isEqualTo(403);
            assertThat(web.status("GET", "/healthz", FOREIGN)).isEqualTo(403);
        }

        @Test
        void anUnknownTaskIsNotFoundBeforeItsStateMatters() {
            assertThat(web.post("/api/v1/tasks/NO-9/resume", "").statusCode()).isEqualTo(404);
            assertThat(web.post("/api/v1/tasks/SHOP-1/resume", "").statusCode()).isEqualTo(409);
            assertThat(web.post("/api/v1/tasks/SHOP-1/pause", "").statusCode()).isEqualTo(202);
        }

        @Test
        void everyRefusalIsTheOneFormOfError() {
            assertThat(web.send(web.to("/api/v1/tasks").POST(HttpRequest.BodyPublishers.noBody()))
                            .body())
                    .isEqualTo("{\"error\":{\"code\":\"unauthorized\",\"message\":\"access:"
                            + " expected 'Authorization: Bearer TOKEN', or a browser that is signed"
                            + " in, found neither\",\"next\":\"./baton login-link, for a browser;"
                            + " --token-file <data>/token, for a client\"}}\n");
            assertThat(web.get("/api/v1/tasks/NO-9").body())
                    .isEqualTo("{\"error\":{\"code\":\"not_found\",\"message\":\"task 'NO-9':"
                            + " expected the key of a task, found none of that key\",\"next\":"
                            + "\"./baton task list\"}}\n");
            assertThat(web.post("/api/v1/tasks/SHOP-1/resume", "").body())
                    .isEqualTo("{\"error\":{\"code\":\"conflict\",\"message\":\"resume SHOP-1:"
                            + " expected a task that is PAUSED or PARKED, found it LIVE\","
                            + "\"next\":\"./baton explain SHOP-1\"}}\n");
        }
    }

    @Nested
    class Bearer {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/",
                    "/tasks/SHOP-1",
                    "/board/stream",
                    "/board/queue",
                    "/board/sessions",
                    "/queue",
                    "/metrics",
                    "/api/v1/tasks",
                    "/api/v1/tasks/SHOP-1/logs",
                    "/api/v1/sessions",
                    "/nowhere"
                })
        void readsNeedTheTokenOnLoopbackToo(String path) {
            assertThat(web.status("GET", path, web.ownHost())).isEqualTo(401);
            assertThat(web.status("HEAD", path, web.ownHost())).isEqualTo(401);
            assertThat(web.status("OPTIONS", path, web.ownHost())).isEqualTo(401);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/healthz", "/readyz"})
        void healthIsOpen(String path) {
            assertThat(web.status("GET", path, web.ownHost())).isEqualTo(200);
            assertThat(web.status("POST", path, web.ownHost())).isEqualTo(401);
        }

        @Test
        void figuresAreOpenOnlyWhereTheSettingsSaySo(@TempDir Path other) {
            WebSettings open = new WebSettings("127.0.0.1", 0, null, true);
            try (WebFixture it = new WebFixture(other, open, QueueParts.ABSENT)) {
                assertThat(it.send(it.to("/metrics")).statusCode()).isEqualTo(200);
                assertThat(it.send(it.to("/queue")).statusCode()).isEqualTo(401);
            }
        }

        @Test
        void aWrongOneIsRefused() {
            for (String wrong : List.of("Bearer x", "Basic x", "Bearer", "Bearer ", "x")) {
                assertThat(web.status(
                                "GET", "/api/v1/tasks", web.ownHost(), "Authorization: " + wrong))
                        .as(wrong)
                        .isEqualTo(401);
            }
            assertThat(web.status("GET", "/api/v1/tasks", web.ownHost(), bearer(), bearer()))
                    .isEqualTo(401);
        }

        @Test
        void theWholeLineOfTheFileIsTaken() {
            assertThat(web.status(
                            "GET",
                            "/api/v1/tasks",
                            web.ownHost(),
                            bearer() + " http://127.0.0.1:8420"))
                    .isEqualTo(200);
            assertThat(web.status(
                            "GET",
                            "/api/v1/tasks",
                            web.ownHost(),
                            "Authorization: bearer http://127.0.0.1:8420 " + web.tokenText()))
                    .isEqualTo(401);
        }

        @Test
        void aWriteFromAnotherOriginIsForbiddenEvenWithTheToken() {
            for (String origin : List.of("http://evil.example", "null")) {
                assertThat(web.status(
                                "POST",
                                "/api/v1/tasks/SHOP-1/pause",
                                web.ownHost(),
                                bearer(),
                                "Origin: " + origin))
                        .isEqualTo(403);
            }
        }

        @Test
        void everyNameOfTheLoopbackIsAccepted() {
            int port = web.server.url().getPort();
            for (String host : List.of("localhost:", "[::1]:", "LOCALHOST:", "Baton.Localhost:")) {
                assertThat(web.status("GET", "/api/v1/tasks", "Host: " + host + port, bearer()))
                        .as(host)
                        .isEqualTo(200);
            }
            assertThat(web.status("GET", "/healthz", "Host: localhost:1")).isEqualTo(403);
            assertThat(web.status("GET", "/healthz", "Host: localhost")).isEqualTo(403);
        }

        @Test
        void aPublicAddressIsANameOfTheServer(@TempDir Path other) {
            URI address = URI.create("https://baton.example.com");
            WebSettings proxied = new WebSettings("127.0.0.1", 0, address, false);
            try (WebFixture it = new WebFixture(other, proxied, QueueParts.ABSENT)) {
                String token = "Authorization: Bearer " + it.tokenText();
                String host = "Host: baton.example.com";
                assertThat(it.status("GET", "/api/v1/tasks", host, token)).isEqualTo(200);
                assertThat(it.status("GET", "/healthz", host + ":8443")).isEqualTo(403);
                assertThat(it.server.board()).isEqualTo("https://baton.example.com");
                WebBrowser.Answer login = it.browser()
                        .send(
                                "POST",
                                "/login",
                                "plain=1&key=" + it.access.signIn().firstLink().substring(11),
                                host,
                                "Origin: https://baton.example.com");
                assertThat(login.header("Set-Cookie").orElseThrow())
                        .startsWith("__Host-baton_")
                        .contains("Secure", "HttpOnly", "SameSite=Strict", "Path=/")
                        .doesNotContain("Domain");
            }
        }

        @Test
        void withAWildcardTheAddressOfTheConnectionIsAName(@TempDir Path other) {
            WebSettings any = new WebSettings("0.0.0.0", 0);
            try (WebFixture it = new WebFixture(other, any, QueueParts.ABSENT)) {
                assertThat(it.send(it.to("/api/v1/tasks")).statusCode()).isEqualTo(401);
                assertThat(it.get("/api/v1/tasks").statusCode()).isEqualTo(200);
            }
        }
    }

    @Nested
    class Floods {
        private int wrong() {
            return web.status("GET", "/api/v1/tasks", web.ownHost(), "Authorization: Bearer no");
        }

        @Test
        void ofWrongTokensAreCountedAndToldToWaitAndLockOutNobody() {
            int before = 20;
            for (int i = 0; i < before; i++) {
                assertThat(wrong()).isEqualTo(401);
            }
            assertThat(wrong()).isEqualTo(429);
            assertThat(web.get("/api/v1/tasks").statusCode()).isEqualTo(200);
            assertThat(web.signedIn().get("/").status()).isEqualTo(200);
            assertThat(web.access.failures()).isEqualTo(before + 1);
            web.pass(Duration.ofSeconds(2));
            assertThat(wrong()).isEqualTo(401);
        }

        @Test
        void fromManyAddressesAreNotRemembered() {
            Attempts attempts = new Attempts(() -> 0);
            for (int i = 0; i < 100_000; i++) {
                attempts.failed(Attempts.Kind.TOKEN, "10.0." + i);
            }
            assertThat(attempts.addresses()).isLessThanOrEqualTo(1024);
            assertThat(attempts.failures()).isEqualTo(100_000);
        }
    }

    @Nested
    class Token {
        @Test
        void isMadeOnceAndForTheOwnerOnly() throws IOException {
            assertThat(Files.getPosixFilePermissions(web.tokenFile))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            String first = web.tokenText();
            assertThat(first).hasSize(64);
            AccessToken again = AccessToken.openOrCreate(web.tokenFile, new Random(99));
            assertThat(again.matches(first)).isTrue();
            assertThat(again.matches(first + "0")).isFalse();
            assertThat(again.matches("")).isFalse();
            assertThat(again).hasToString("***");
        }

        @Test
        void anAddressBehindItIsNoPartOfIt() throws IOException {
            String first = web.tokenText();
            Files.writeString(web.tokenFile, first + " http://127.0.0.1:8420\n");
            assertThat(AccessToken.openOrCreate(web.tokenFile, new Random(1)).matches(first))
                    .isTrue();
        }

        @Test
        void aDamagedFileIsAClearError() throws IOException {
            Path torn = data.resolve("torn");
            Files.writeString(torn, "");
            assertThatThrownBy(() -> AccessToken.openOrCreate(torn, new Random(1)))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessage("token " + torn + ": expected one line of 16 to 512 printable"
                            + " characters, found 0 characters of something else. Next: rm " + torn
                            + ", and start again for a new token");
        }
    }

    @Test
    void aPersonAtTheWrongDoorIsShownTheRightOne() {
        HttpResponse<String> page =
                web.send(web.to("/tasks/SHOP-1?run=x").header("Accept", "text/html"));
        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(page.body())
                .contains("href=\"" + web.server.board() + "/tasks/SHOP-1?run=x\"", "/etc/hosts")
                .doesNotContain("Greet");
    }

    @Test
    void aPortInUseIsAClearError() {
        int port = web.server.url().getPort();
        WebSettings settings = new WebSettings("127.0.0.1", port);
        WebServer second = new WebServer(settings, web.access, (status, error) -> "", List.of());
        assertThatThrownBy(second::start)
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("listen 127.0.0.1:" + port + ": expected a free port, found it in use."
                        + " Next: stop what listens there, or set server.listen in baton.yaml");
    }
}
