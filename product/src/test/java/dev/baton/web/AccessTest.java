package dev.baton.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.PermanentFailure;
import dev.baton.web.rest.QueueParts;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        void aWriteWithoutTokenIsUnauthorizedWhateverElseIsWrong() {
            assertThat(web.status("POST", "/api/v1/tasks/NO-9/pause", FOREIGN)).isEqualTo(401);
            assertThat(web.status("POST", "/nowhere", web.ownHost())).isEqualTo(401);
            assertThat(web.status("POST", "/api/v1/tasks/SHOP-1/resume", web.ownHost()))
                    .isEqualTo(401);
        }

        @Test
        void aForeignHostIsForbiddenBeforeAnythingIsLookedUp() {
            assertThat(web.status("POST", "/api/v1/tasks/NO-9/pause", FOREIGN, bearer()))
                    .isEqualTo(403);
            assertThat(web.status("GET", "/api/v1/tasks/NO-9", FOREIGN)).isEqualTo(403);
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
                    .isEqualTo(
                            "{\"error\":{\"code\":\"unauthorized\",\"message\":\"access: expected"
                                    + " 'Authorization: Bearer TOKEN', found nothing of"
                                    + " it\",\"next\":\"send"
                                    + " the text of <data>/token as 'Authorization:"
                                    + " Bearer', or open the"
                                    + " one-time link that ./baton up prints\"}}\n");
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
        @Test
        void mayBeTheWholeLineOfTheTokenFile() {
            String line = bearer() + " http://127.0.0.1:8420";
            assertThat(web.status("GET", "/api/v1/tasks", web.ownHost(), line)).isEqualTo(200);
            assertThat(web.status(
                            "GET",
                            "/api/v1/tasks",
                            web.ownHost(),
                            "Authorization: Bearer x " + web.tokenText()))
                    .isEqualTo(401);
        }

        @Test
        void readsNeedNoTokenOnLoopbackButAWrongOneIsRefused() {
            assertThat(web.get("/api/v1/tasks").statusCode()).isEqualTo(200);
            assertThat(web.status("GET", "/api/v1/tasks", web.ownHost(), "Authorization: Bearer x"))
                    .isEqualTo(401);
            assertThat(web.status("GET", "/api/v1/tasks", web.ownHost(), "Authorization: Basic x"))
                    .isEqualTo(401);
        }

        @Test
        void aWriteFromAnotherOriginIsForbiddenEvenWithTheToken() {
            String origin = "Origin: http://evil.example";
            assertThat(web.status(
                            "POST", "/api/v1/tasks/SHOP-1/pause", web.ownHost(), bearer(), origin))
                    .isEqualTo(403);
            assertThat(web.status(
                            "POST",
                            "/api/v1/tasks/SHOP-1/pause",
                            web.ownHost(),
                            bearer(),
                            "Origin: null"))
                    .isEqualTo(403);
        }

        @Test
        void everyNameOfTheLoopbackIsAccepted() {
            int port = web.server.url().getPort();
            assertThat(web.status("GET", "/healthz", "Host: localhost:" + port)).isEqualTo(200);
            assertThat(web.status("GET", "/healthz", "Host: [::1]:" + port)).isEqualTo(200);
            assertThat(web.status("GET", "/healthz", "Host: localhost:1")).isEqualTo(403);
            assertThat(web.status("GET", "/healthz", "Host: localhost")).isEqualTo(403);
        }

        @Test
        void readsNeedTheTokenWhereOthersCanConnect(@TempDir Path other) {
            try (WebFixture open =
                    new WebFixture(other, new WebSettings("0.0.0.0", 0), QueueParts.ABSENT)) {
                assertThat(open.get("/api/v1/tasks").statusCode()).isEqualTo(401);
                assertThat(open.get("/healthz").statusCode()).isEqualTo(401);
                assertThat(open.get("/nowhere").statusCode()).isEqualTo(401);
                assertThat(open.send(open.authorized(open.to("/api/v1/tasks"))).statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Nested
    class Link {
        private HttpResponse<String> open(String key) {
            return web.get("/?key=" + key);
        }

        private String cookie() {
            String set = open(web.access.oneTimeKey())
                    .headers()
                    .firstValue("Set-Cookie")
                    .orElseThrow();
            return set.substring(0, set.indexOf(';'));
        }

        @Test
        void givesAStrictCookieOnceAndTakesTheKeyOutOfTheAddress() {
            String key = web.access.oneTimeKey();
            HttpResponse<String> first = open(key);
            assertThat(first.statusCode()).isEqualTo(303);
            assertThat(first.headers().firstValue("Location")).hasValue("/");
            assertThat(first.headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith("baton_" + web.server.url().getPort() + "=")
                    .contains("HttpOnly", "SameSite=Strict", "Path=/")
                    .doesNotContain(web.tokenText())
                    .doesNotContain(key);
            assertThat(open(key).statusCode()).isEqualTo(401);
            assertThat(open("guess").statusCode()).isEqualTo(401);
        }

        @Test
        void theCookieWritesFromItsOwnPagesOnly() {
            String cookie = "Cookie: " + cookie();
            String path = "/api/v1/tasks/SHOP-1/pause";
            String own = "Origin: " + web.server.url();
            assertThat(web.status("POST", path, web.ownHost(), cookie, own)).isEqualTo(202);
            assertThat(web.status("POST", path, web.ownHost(), cookie)).isEqualTo(403);
            assertThat(web.status(
                            "POST", path, web.ownHost(), cookie, "Origin: http://evil.example"))
                    .isEqualTo(403);
            assertThat(web.status("POST", path, FOREIGN, cookie, own)).isEqualTo(403);
        }

        @Test
        void aForgedCookieIsNone() {
            String forged = "Cookie: " + cookie() + "0";
            String own = "Origin: " + web.server.url();
            assertThat(web.status("POST", "/api/v1/tasks/SHOP-1/pause", web.ownHost(), forged, own))
                    .isEqualTo(401);
            assertThat(web.status("GET", "/", web.ownHost(), forged)).isEqualTo(200);
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
    void aPortInUseIsAClearError() {
        int port = web.server.url().getPort();
        WebSettings settings = new WebSettings("127.0.0.1", port);
        WebServer second =
                new WebServer(settings, web.access, (status, error) -> "", java.util.List.of());
        assertThatThrownBy(second::start)
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("listen 127.0.0.1:" + port + ": expected a free port, found it in use."
                        + " Next: stop what listens there, or set server.listen in baton.yaml");
    }
}
