package dev.baton.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Task;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever has the cookie of a session, or can make its browser ask: an agent on another port of
 * this machine has the first and can try the second.
 */
class SessionAttackTest {
    private static final String PAUSE = "/tasks/SHOP-1/pause";
    private static final String API_PAUSE = "/api/v1/tasks/SHOP-1/pause";

    @TempDir
    Path data;

    private WebFixture web;
    private WebBrowser victim;
    private String host = "";
    private String origin = "";
    private String cookie = "";

    @BeforeEach
    void start() {
        web = new WebFixture(data);
        web.insert("Greet", "", null);
        victim = web.signedIn();
        host = "Host: " + victim.host();
        origin = "Origin: " + victim.origin();
        cookie = "Cookie: " + victim.cookie();
    }

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void aThiefOfTheCookieWhoReadsThePageStillCannotWrite() {
        String form = "page-token=" + victim.pageToken();
        assertThat(victim.send("POST", PAUSE, form, host, origin, cookie).status())
                .isEqualTo(403);
        assertThat(victim.send(
                                "POST",
                                API_PAUSE,
                                null,
                                host,
                                origin,
                                cookie,
                                "Baton-Page-Token: " + victim.pageToken())
                        .status())
                .isEqualTo(403);
        String guess = "&origin-key=" + "f".repeat(64);
        assertThat(victim.send("POST", PAUSE, form + guess, host, origin, cookie)
                        .status())
                .isEqualTo(403);
        assertThat(victim.submit(PAUSE).status()).as("the victim itself").isEqualTo(303);
    }

    @Test
    void aThiefCannotMakeTheSessionOneWithoutAKey() {
        String stolen = "page-token=" + victim.pageToken() + "&plain=1";
        assertThat(victim.send("POST", PAUSE, stolen, host, origin, cookie).status())
                .isEqualTo(403);
        assertThat(victim.login("plain=1", cookie).status()).isEqualTo(401);
        assertThat(victim.send("POST", "/board/sessions/link", stolen, host, origin, cookie)
                        .status())
                .isEqualTo(403);
        assertThat(victim.send("POST", "/logout", stolen, host, origin, cookie).status())
                .isEqualTo(403);
        assertThat(victim.get("/").status()).isEqualTo(200);
    }

    @Test
    void aWriteWithoutTheTokenOfThePageIsForbidden() {
        String key = "origin-key=" + WebBrowser.ORIGIN_KEY;
        assertThat(victim.send("POST", PAUSE, key, host, origin, cookie).status())
                .isEqualTo(403);
        assertThat(victim.send("POST", PAUSE, key + "&page-token=", host, origin, cookie)
                        .status())
                .isEqualTo(403);
        WebBrowser other = web.signedIn();
        assertThat(victim.send(
                                "POST",
                                PAUSE,
                                key + "&page-token=" + other.pageToken(),
                                host,
                                origin,
                                cookie)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theTokensMayComeAsHeadersFromAScript() {
        assertThat(victim.send(
                                "POST",
                                API_PAUSE,
                                null,
                                host,
                                origin,
                                cookie,
                                "Baton-Page-Token: " + victim.pageToken(),
                                "Baton-Origin-Key: " + WebBrowser.ORIGIN_KEY)
                        .status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://baton.localhost",
                "http://baton.localhost:1",
                "https://baton.localhost:PORT",
                "http://baton.localhost:PORT.evil.example",
                "http://baton.localhost.evil:PORT",
                "http://baton.localhost.:PORT",
                "http://127.0.0.1:PORT",
                "http://localhost:PORT",
                "http://baton.localhost:PORT/",
                "null",
                ""
            })
    void aFormOfAnotherOriginIsForbiddenWhateverElseItCarries(String from) {
        String there = from.replace("PORT", String.valueOf(web.server.url().getPort()));
        assertThat(victim.submitFrom(there, PAUSE).status()).isEqualTo(403);
        assertThat(victim.login("key=x", "Origin: " + there).status())
                .as("two origins")
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-site", "cross-site", "something-new"})
    void aReadThatAnotherPortCausedIsNotTheSessions(String site) {
        String caused = "Sec-Fetch-Site: " + site;
        assertThat(victim.get("/tasks/SHOP-1", caused).body())
                .contains("another origin led here")
                .doesNotContain("Greet", victim.pageToken());
        assertThat(victim.send("GET", "/api/v1/tasks", null, host, cookie, caused)
                        .status())
                .isEqualTo(401);
        assertThat(victim.get("/", "Sec-Fetch-Site: none").status()).isEqualTo(200);
        assertThat(victim.get("/", "Sec-Fetch-Site: same-origin").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:PORT",
                "localhost:PORT",
                "[::1]:PORT",
                "baton.localhost",
                "baton.localhost:1",
                "baton.localhost.:PORT",
                "baton.localhost.evil:PORT",
                "evil.baton.localhost:PORT",
                "baton.localhost:PORT:PORT",
                "baton.localhost:0PORT",
                " ",
                "baton.localhost:PORT@evil.example"
            })
    void underAnyOtherNameTheCookieIsNone(String name) {
        String there =
                "Host: " + name.replace("PORT", String.valueOf(web.server.url().getPort()));
        for (String path : List.of("/", "/tasks/SHOP-1", "/api/v1/tasks", "/board/stream")) {
            WebBrowser.Answer answer = victim.send("GET", path, null, there, cookie);
            assertThat(answer.status()).as(path).isIn(400, 401);
            assertThat(answer.body()).doesNotContain("Greet");
            assertThat(answer.header("Set-Cookie")).isEmpty();
        }
        assertThat(victim.send("POST", "/login", "plain=1&key=x", there, origin).status())
                .isIn(400, 401);
    }

    @Test
    void theNameMayBeWrittenInAnyCase() {
        String there = "Host: " + victim.host().toUpperCase(java.util.Locale.ROOT);
        assertThat(victim.send("GET", "/", null, there, cookie).status()).isEqualTo(200);
    }

    @Test
    void smuggledHeadersChangeNothing() {
        String evil = "Host: evil.example";
        for (List<String> headers : List.of(
                List.of(host, evil),
                List.of(evil, host),
                List.of(evil, "X-Forwarded-Host: " + victim.host()),
                List.of(evil, "Forwarded: host=" + victim.host()),
                List.of(evil, "X-Original-Host: " + victim.host()),
                List.of(host + "\r\n " + "x"),
                List.of("Host : " + victim.host()))) {
            List<String> all = new java.util.ArrayList<>(headers);
            all.add(cookie);
            assertThat(victim.send("GET", "/api/v1/tasks", null, all.toArray(String[]::new))
                            .status())
                    .as(headers.toString())
                    .isIn(400, 401);
        }
        String post = "page-token=" + victim.pageToken() + "&origin-key=" + WebBrowser.ORIGIN_KEY;
        assertThat(victim.send("POST", PAUSE, post, host, cookie, origin, "Origin: http://evil")
                        .status())
                .isEqualTo(403);
        assertThat(victim.send("GET", "http://evil.example/api/v1/tasks", null, host, cookie)
                        .status())
                .isIn(400, 401, 403);
    }

    @Test
    void aCookieThatWasPlantedForALongerPathDoesNotHideTheRealOne() {
        String name = victim.cookie().substring(0, victim.cookie().indexOf('='));
        String planted = "Cookie: " + name + "=planted; " + victim.cookie();
        assertThat(victim.send("GET", "/", null, host, planted).status()).isEqualTo(200);
        String many = "Cookie: " + (name + "=x; ").repeat(50) + "y=z";
        assertThat(victim.send("GET", "/", null, host, many).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../api/v1/tasks",
                "/assets/..%2fapi/v1/tasks",
                "/assets/%2e%2e/queue",
                "/assets//../queue",
                "/healthz/../queue",
                "/healthz;/queue",
                "//queue",
                "/login/../queue",
                "/login/..;/queue"
            })
    void whatIsOpenLeadsNowhereElse(String path) {
        assertThat(victim.send("GET", path, null, host).status()).isIn(400, 401, 404);
    }

    @Test
    void aSessionIsNoBearer() {
        String secret = victim.cookie().substring(victim.cookie().indexOf('=') + 1);
        assertThat(web.status(
                        "GET", "/api/v1/tasks", web.ownHost(), "Authorization: Bearer " + secret))
                .isEqualTo(401);
        assertThat(victim.send("GET", "/", null, host, cookie, "Authorization: Bearer x")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void anOpenStreamEndsWithItsSession() throws IOException {
        Task task = web.task("SHOP-1");
        try (Socket stream =
                new Socket(InetAddress.getLoopbackAddress(), web.server.url().getPort())) {
            stream.setSoTimeout(60_000);
            stream.getOutputStream()
                    .write(("GET /board/stream HTTP/1.0\r\n" + host + "\r\n" + cookie + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            byte[] first = stream.getInputStream().readNBytes(200);
            assertThat(new String(first, StandardCharsets.UTF_8)).contains("200 OK");
            assertThat(web.post("/api/v1/sessions/1/revoke", "").statusCode()).isEqualTo(204);
            web.insert("Told to nobody", "", null);
            web.feed.taskChanged(task.id());
            String rest =
                    new String(stream.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(rest).doesNotContain("Told to nobody");
        }
    }

    @Test
    void noAnswerCanBeReadOrFramedByAnotherOrigin() {
        WebBrowser.Answer page = victim.get("/");
        assertThat(page.header("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(page.header("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(page.header("Content-Security-Policy").orElseThrow())
                .contains("frame-ancestors 'none'", "form-action 'self'");
        assertThat(page.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(victim.send("OPTIONS", "/api/v1/tasks", null, host, "Origin: http://x")
                        .status())
                .isEqualTo(401);
    }
}
