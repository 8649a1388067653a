package dev.baton.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.web.rest.QueueParts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links, codes and the sessions they give. */
class SignInTest {
    private static final String SESSIONS = "/api/v1/sessions";
    private static final String LINKS = "/api/v1/login-links";
    private static final String KEY = "&origin-key=" + WebBrowser.ORIGIN_KEY;

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

    private static String field(String json, String name) {
        Matcher field = Pattern.compile("\"" + name + "\":\"?([^\",}]+)").matcher(json);
        assertThat(field.find()).as(json).isTrue();
        return field.group(1);
    }

    private String link(String request) {
        return web.post(LINKS, request).body();
    }

    private WebBrowser signedInBy(String link) {
        return web.browser().signIn(field(link, "url"), true);
    }

    private int as(String role, String request) {
        return web.send(web.to(LINKS)
                        .header("Authorization", "Bearer token-of-" + role + "-0000")
                        .header("Content-Type", "application/json")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(request)))
                .statusCode();
    }

    @Nested
    class Links {
        @Test
        void signInOnceAndNeverAgain() {
            String link = field(link("{}"), "url");
            assertThat(link).startsWith(web.server.board() + "/login?key=");
            WebBrowser first = web.browser().signIn(link, true);
            assertThat(first.get("/").status()).isEqualTo(200);
            String key = link.substring(link.indexOf("key="));
            assertThat(web.browser().login(key + KEY).status()).isEqualTo(401);
            assertThat(first.get("/login?" + key).status()).isEqualTo(401);
        }

        @Test
        void areNotUsedUpByALook() {
            String link = field(link("{}"), "url");
            String path = link.substring(link.indexOf("/login"));
            for (int i = 0; i < 3; i++) {
                WebBrowser.Answer page = web.browser().get(path);
                assertThat(page.status()).isEqualTo(200);
                assertThat(page.header("Set-Cookie")).isEmpty();
                assertThat(page.body()).contains("<form method=\"post\" action=\"/login\"");
            }
            assertThat(web.browser().signIn(link, true).get("/").status()).isEqualTo(200);
        }

        @Test
        void areOverAfterTenMinutes() {
            String link = link("{}");
            web.nanos = Duration.ofMinutes(10).toNanos();
            String late = link("{}");
            web.pass(Duration.ofNanos(1));
            String key = field(link, "url").substring(field(link, "url").indexOf("key="));
            assertThat(web.browser().login(key + KEY).status()).isEqualTo(401);
            assertThat(web.browser().login("code=" + field(link, "code") + KEY).status())
                    .isEqualTo(401);
            assertThat(signedInBy(late).get("/").status()).isEqualTo(200);
        }

        @Test
        void areForNoGreaterRoleThanTheirMakers() {
            assertThat(as("VIEWER", "{}")).isEqualTo(201);
            assertThat(as("VIEWER", "{\"role\": \"approver\"}")).isEqualTo(403);
            assertThat(as("OPERATOR", "{\"role\": \"approver\"}")).isEqualTo(201);
            assertThat(as("OPERATOR", "{\"role\": \"admin\"}")).isEqualTo(403);
            assertThat(as("OPERATOR", "{\"role\": \"king\"}")).isEqualTo(400);
        }

        @Test
        void areInAnotherNameOnlyWithTheServersOwnToken() {
            assertThat(as("OPERATOR", "{\"name\": \"ann\"}")).isEqualTo(403);
            assertThat(as("OPERATOR", "{\"name\": \"admin\"}")).isEqualTo(403);
            assertThat(as("OPERATOR", "{\"name\": \"a OPERATOR\"}")).isEqualTo(201);
            assertThat(field(link("{\"name\": \"ann\", \"role\": \"viewer\"}"), "person"))
                    .isEqualTo("ann");
            assertThat(web.post(LINKS, "{\"name\": \"<b>\"}").statusCode()).isEqualTo(400);
        }

        @Test
        void inTheNameOfAPersonOfTheSettingsHaveThatRoleAtMost() {
            String link = link("{\"name\": \"a VIEWER\", \"role\": \"admin\"}");
            assertThat(field(link, "role")).isEqualTo("viewer");
            assertThat(signedInBy(link).submit("/tasks/SHOP-1/pause").status()).isEqualTo(403);
        }
    }

    @Nested
    class Codes {
        @Test
        void areTypedHoweverPeopleType() {
            String code = field(link("{}"), "code");
            assertThat(code).matches("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}");
            String typed = code.toLowerCase(java.util.Locale.ROOT)
                    .replace("-", "+")
                    .replace('0', 'o')
                    .replace('1', 'l');
            WebBrowser phone = web.browser();
            phone.entered(phone.login("code=" + typed + KEY));
            assertThat(phone.get("/").status()).isEqualTo(200);
            assertThat(web.browser().login("code=" + code + KEY).status()).isEqualTo(401);
        }

        @Test
        void areOneWithTheirLink() {
            String link = link("{}");
            signedInBy(link);
            assertThat(web.browser().login("code=" + field(link, "code") + KEY).status())
                    .isEqualTo(401);
        }

        @Test
        void areGuessedSlowly() {
            String code = field(link("{}"), "code");
            List<Integer> answers = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                answers.add(web.browser().login("code=0000-0000" + KEY).status());
            }
            assertThat(answers).containsOnly(401, 429).endsWith(429);
            assertThat(web.browser().login("code=" + code + KEY).status()).isEqualTo(429);
            web.pass(Duration.ofSeconds(1));
            assertThat(web.browser().login("code=" + code + KEY).status()).isEqualTo(303);
        }

        @Test
        void areNoKeysWhichNobodyPaces() {
            String code = field(link("{}"), "code");
            assertThat(web.browser().login("key=" + code + KEY).status()).isEqualTo(401);
        }
    }

    @Nested
    class Life {
        @Test
        void goesOnWhileItIsUsedAndForAWeekAtMost() {
            WebBrowser browser = web.signedIn();
            for (int hours = 0; hours < 7 * 24 - 11; hours += 11) {
                web.now = WebFixture.NOW.plus(Duration.ofHours(hours));
                assertThat(browser.get("/").status()).as(hours + " h").isEqualTo(200);
            }
            web.now = WebFixture.NOW.plus(Duration.ofDays(7));
            assertThat(browser.get("/").status()).isEqualTo(401);
        }

        @Test
        void endsAfterTwelveHoursWithoutUse() {
            WebBrowser browser = web.signedIn();
            web.now = WebFixture.NOW.plus(Duration.ofHours(12));
            assertThat(browser.get("/").status()).isEqualTo(401);
        }

        @Test
        void costsAWriteNowAndThenOnly() {
            WebBrowser browser = web.signedIn();
            long before = web.store.counters().commits();
            for (int i = 0; i < 20; i++) {
                browser.get("/");
            }
            assertThat(web.store.counters().commits()).isEqualTo(before);
            web.now = WebFixture.NOW.plus(Duration.ofMinutes(6));
            browser.get("/");
            browser.get("/");
            assertThat(web.store.counters().commits()).isEqualTo(before + 1);
        }

        @Test
        void isKeptAsADigest() {
            WebBrowser browser = web.signedIn();
            String secret = browser.cookie().substring(browser.cookie().indexOf('=') + 1);
            web.store.close();
            assertThat(data.toFile().listFiles())
                    .filteredOn(java.io.File::isFile)
                    .allSatisfy(file -> assertThat(file)
                            .content(java.nio.charset.StandardCharsets.ISO_8859_1)
                            .doesNotContain(secret, WebBrowser.ORIGIN_KEY, browser.pageToken()));
        }

        @Test
        void survivesARestartButNotTheEndOfItsPersonNorALesserRole(@TempDir Path other) {
            Holder operator = new Holder(
                    "ann", AccessRole.OPERATOR, AccessToken.of("ann", "token-of-ann-000001"));
            WebBrowser browser;
            try (WebFixture first = with(other, List.of(operator))) {
                browser = first.browser()
                        .signIn(field(first.post(LINKS, "{\"name\":\"ann\"}").body(), "url"), true);
                assertThat(browser.get(SESSIONS).body()).contains("operator");
            }
            assertThat(statusAfter(other, browser, List.of(operator), "/")).isEqualTo(200);
            Holder less = new Holder("ann", AccessRole.VIEWER, operator.token());
            assertThat(statusAfter(other, browser, List.of(less), "/")).isEqualTo(200);
            try (WebFixture demoted = with(other, List.of(less))) {
                assertThat(ask(demoted, browser, SESSIONS)).contains("\"role\":\"viewer\"");
            }
            Holder renewed = new Holder(
                    "ann", AccessRole.OPERATOR, AccessToken.of("ann", "token-of-ann-000002"));
            assertThat(statusAfter(other, browser, List.of(renewed), "/")).isEqualTo(401);
            assertThat(statusAfter(other, browser, List.of(), "/")).isEqualTo(401);
            assertThat(statusAfter(other, browser, List.of(operator), "/")).isEqualTo(200);
        }

        private WebFixture with(Path folder, List<Holder> holders) {
            return new WebFixture(
                    folder, new WebSettings("127.0.0.1", 0), QueueParts.ABSENT, holders);
        }

        private int statusAfter(
                Path folder, WebBrowser browser, List<Holder> holders, String path) {
            try (WebFixture next = with(folder, holders)) {
                return answer(next, browser, path).status();
            }
        }

        private String ask(WebFixture next, WebBrowser browser, String path) {
            return answer(next, browser, path).body();
        }

        /** The port is another one, which the name of the cookie has in it. */
        private WebBrowser.Answer answer(WebFixture next, WebBrowser browser, String path) {
            WebBrowser there = next.browser();
            int port = next.server.url().getPort();
            return there.send(
                    "GET",
                    path,
                    null,
                    "Host: " + there.host(),
                    "Cookie: " + browser.cookie().replaceFirst("baton_[0-9]+", "baton_" + port));
        }
    }

    @Nested
    class Devices {
        @Test
        void areListedWithWhatTheyAre() {
            WebBrowser browser = web.signedIn();
            String all = browser.get(SESSIONS).body();
            assertThat(all)
                    .contains(
                            "\"person\":\"admin\"",
                            "\"role\":\"admin\"",
                            "\"means\":\"link\"",
                            "\"bound\":true",
                            "\"current\":true")
                    .doesNotContain(browser.pageToken());
            web.browser().signIn(field(link("{}"), "url"), false);
            assertThat(web.get(SESSIONS).body()).contains("\"bound\":false");
        }

        @Test
        void areEndedOneByOne() {
            WebBrowser one = web.signedIn();
            WebBrowser two = web.signedIn();
            String id = field(
                    two.get(SESSIONS)
                            .body()
                            .replaceAll("(?s)\"current\":true.*", "")
                            .replaceAll("(?s).*\\{", "{"),
                    "id");
            assertThat(one.submit("/board/sessions/" + id + "/revoke").status()).isEqualTo(303);
            assertThat(two.get("/").status()).isEqualTo(401);
            assertThat(one.get("/").status()).isEqualTo(200);
            assertThat(web.post(SESSIONS + "/" + id + "/revoke", "").statusCode())
                    .isEqualTo(404);
        }

        @Test
        void ofOthersAreNobodysButAnAdmins() {
            WebBrowser admin = web.signedIn();
            WebBrowser viewer = signedInBy(link("{\"name\": \"a VIEWER\"}"));
            String mine = field(admin.get(SESSIONS).body(), "id");
            assertThat(viewer.get(SESSIONS).body()).doesNotContain("\"person\":\"admin\"");
            assertThat(viewer.submit("/board/sessions/1/revoke").status()).isEqualTo(404);
            assertThat(admin.get("/").status()).isEqualTo(200);
            assertThat(mine).isNotEmpty();
            assertThat(viewer.submit("/board/sessions/x/revoke").status()).isEqualTo(404);
        }

        @Test
        void ofOnePersonAreOneEachUntilSheSignsInAgain() {
            WebBrowser browser = web.signedIn();
            String old = browser.cookie();
            String key = field(link("{}"), "url");
            browser.entered(
                    browser.login(key.substring(key.indexOf("key=")) + KEY, "Cookie: " + old));
            assertThat(browser.get("/").status()).isEqualTo(200);
            assertThat(web.browser()
                            .send("GET", "/", null, "Host: " + browser.host(), "Cookie: " + old)
                            .status())
                    .isEqualTo(401);
        }

        @Test
        void areSignedOutByAButton() {
            WebBrowser browser = web.signedIn();
            WebBrowser.Answer out = browser.submit("/logout");
            assertThat(out.status()).isEqualTo(303);
            assertThat(out.header("Set-Cookie").orElseThrow())
                    .contains("=;", "Expires=Thu, 01 Jan 1970");
            assertThat(browser.get("/").status()).isEqualTo(401);
        }

        @Test
        void areCalledWhatTheBrowserSaysInShort() {
            assertThat(UserAgent.brief("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML,"
                            + " like Gecko) Chrome/142.0.0.0 Safari/537.36"))
                    .isEqualTo("Chrome on Linux");
            assertThat(UserAgent.brief("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"
                            + " AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"))
                    .isEqualTo("Safari on iPhone");
            assertThat(UserAgent.brief("<script>" + "x".repeat(200))).hasSize(40);
            assertThat(UserAgent.brief(null)).isEmpty();
        }
    }
}
