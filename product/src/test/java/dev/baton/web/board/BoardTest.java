package dev.baton.web.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Sha;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskStatus;
import dev.baton.store.TaskWrites.Edge;
import dev.baton.web.WebBrowser;
import dev.baton.web.WebFixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages as they come over the wire; how they look and behave is asked in a browser. */
class BoardTest {
    private static final Sha HEAD = new Sha("a".repeat(40));

    @TempDir
    Path data;

    private WebFixture web;

    @BeforeEach
    void start() {
        web = new WebFixture(data);
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private Task filed(String title) {
        return web.insert(title, "", null);
    }

    private void enter(Task task, String stage) {
        Task now = web.task(task.key());
        web.write(tx -> tx.tasks()
                .enter(
                        new Edge(now.id(), now.epoch(), now.stage(), new StageId(stage)),
                        false,
                        TaskStatus.LIVE,
                        WebFixture.NOW));
        web.feed.taskChanged(now.id());
    }

    private void head(Task task) {
        web.write(tx -> {
            tx.tasks().head(task.id(), HEAD, HEAD);
            return true;
        });
    }

    private HttpResponse<String> page(String path) {
        return web.send(web.authorized(web.to(path)).header("Accept", "text/html,*/*"));
    }

    @Nested
    class Board {
        @Test
        void isEmptyAndSaysHowToBegin() {
            assertThat(page("/").body()).contains("No task yet", "./baton task add");
        }

        @Test
        void hasAColumnForEveryStageOfThePipeline() {
            enter(filed("Greet"), "review");
            assertThat(page("/").body())
                    .containsSubsequence(
                            "id=\"column-development\"",
                            "id=\"column-review\"",
                            "SHOP-1",
                            "Greet",
                            "id=\"column-done\"");
        }

        @Test
        void saysHowManyCardsItLeavesOut() {
            for (int i = 0; i < BoardReader.CARDS_MAX + 3; i++) {
                filed("Task");
            }
            assertThat(page("/").body()).contains("and 3 more", "<b>43</b> open");
        }

        @Test
        void anUnknownProjectIsNotFound() {
            assertThat(page("/?project=NONE").statusCode()).isEqualTo(404);
            assertThat(page("/?project=").statusCode()).isEqualTo(200);
        }

        @Test
        void aChangedColumnIsPushed() throws IOException {
            Task task = filed("Greet");
            filed("Other");
            try (BufferedReader lines = stream("/board/stream")) {
                await(lines, "event: column-created");
                enter(task, "development");
                await(lines, "event: column-development");
                assertThat(await(lines, "SHOP-1")).contains("card-SHOP-1");
            }
        }

        private BufferedReader stream(String path) throws IOException {
            try {
                InputStream body = web.http
                        .send(
                                web.authorized(web.to(path))
                                        .header("Accept", "text/event-stream")
                                        .build(),
                                HttpResponse.BodyHandlers.ofInputStream())
                        .body();
                return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        private String await(BufferedReader lines, String wanted) throws IOException {
            String line = lines.readLine();
            while (line != null && !line.contains(wanted)) {
                line = lines.readLine();
            }
            return String.valueOf(line);
        }
    }

    @Nested
    class Safety {
        @ParameterizedTest
        @ValueSource(strings = {"/", "/tasks/SHOP-1", "/tasks/SHOP-1/diff", "/tasks/SHOP-9"})
        void noTextOfAStrangerIsMarkup(String path) {
            web.insert(
                    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
                    "</div><script>alert(2)</script>",
                    null);
            web.diff = Optional.of(new DiffSource.Diff(
                    "diff --git a/<b>x b/<b>x\n@@ -1 +1 @@\n+<script>alert(3)</script>\n", false));
            assertThat(page(path).body()).doesNotContain("<script>", "<img", "<b>x");
        }

        @Test
        void whatTurnsTheDirectionOrCannotBeSeenBecomesABox() {
            web.insert("a\u202eb\u2066c\u200fd", "x\u001b[31my\u0000", null);
            assertThat(page("/tasks/SHOP-1").body())
                    .contains("a\ufffdb\ufffdc\ufffdd")
                    .doesNotContain("\u202e", "\u2066", "\u200f", "\u001b", "\u0000");
        }

        @Test
        void aLinkIsMadeOfAnAddressOfTheWebOnly() {
            filed("x");
            assertThat(page("/tasks/SHOP-1").body()).doesNotContain("javascript:");
        }

        @Test
        void nothingInlineMayRun() {
            HttpResponse<String> page = page("/");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(page.body()).doesNotContain("style=\"", " onclick", "javascript:");
        }
    }

    @Nested
    class Assets {
        private final Pattern address = Pattern.compile("/assets/[a-z]+-[0-9a-f]{12}\\.[a-z]+");

        @Test
        void haveANameOfTheirContentAndAreKeptForEver() {
            Matcher found = address.matcher(page("/").body());
            int count = 0;
            while (found.find()) {
                HttpResponse<String> file = web.get(found.group());
                assertThat(file.statusCode()).as(found.group()).isEqualTo(200);
                assertThat(file.body()).isNotEmpty();
                assertThat(file.headers().firstValue("Cache-Control"))
                        .contains("public, max-age=31536000, immutable");
                count++;
            }
            assertThat(count).isEqualTo(6);
        }

        @Test
        void ofAnotherVersionAreNotThere() {
            assertThat(web.get("/assets/board-000000000000.css").statusCode()).isEqualTo(404);
            assertThat(web.get("/assets/board.css").statusCode()).isEqualTo(404);
        }
    }

    @Nested
    class Errors {
        @Test
        void areAPageInABrowserAndJsonElsewhere() {
            assertThat(page("/tasks/SHOP-9").body())
                    .startsWith("<!doctype html>")
                    .contains("404");
            assertThat(page("/nowhere").body()).startsWith("<!doctype html>");
            assertThat(web.get("/tasks/SHOP-9").body()).startsWith("{\"error\"");
            assertThat(page("/api/v1/tasks/SHOP-9").body()).startsWith("{\"error\"");
        }
    }

    @Nested
    class Acting {
        @Test
        void aViewerIsOfferedNothingAndTakenNothingFrom() {
            filed("x");
            WebBrowser viewer = web.signedIn();
            Matcher code = Pattern.compile("[0-9A-Z]{4}-[0-9A-Z]{4}")
                    .matcher(
                            viewer.submit("/board/sessions/link", "role=viewer").body());
            assertThat(code.find()).isTrue();
            viewer.entered(
                    viewer.login("code=" + code.group() + "&origin-key=" + WebBrowser.ORIGIN_KEY));
            assertThat(viewer.get("/tasks/SHOP-1").body())
                    .contains("You are looking only")
                    .doesNotContain("action=\"/tasks");
            assertThat(viewer.submit("/tasks/SHOP-1/pause").status()).isEqualTo(403);
        }

        @Test
        void aFormIsTakenAndLeadsBack() {
            filed("x");
            WebBrowser browser = web.signedIn();
            assertThat(browser.get("/tasks/SHOP-1").body())
                    .contains("action=\"/tasks/SHOP-1/pause\"", browser.pageToken());
            WebBrowser.Answer answer = browser.submit("/tasks/SHOP-1/pause");
            assertThat(answer.status()).isEqualTo(303);
            assertThat(answer.header("Location").orElseThrow()).endsWith("/tasks/SHOP-1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "null", "http://evil.example"})
        void aFormOfAnotherSiteIsRefused(String origin) {
            filed("x");
            assertThat(web.signedIn()
                            .submitFrom(origin.isEmpty() ? null : origin, "/tasks/SHOP-1/pause")
                            .status())
                    .isEqualTo(403);
        }

        @Test
        void whatMakesNoSenseIsAConflict() {
            filed("x");
            WebBrowser.Answer answer = web.signedIn().submit("/tasks/SHOP-1/resume");
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.body()).contains("PAUSED or PARKED");
        }

        @Test
        void aWordIsForTheCommitThatWasSeen() {
            Task task = filed("x");
            head(task);
            WebBrowser browser = web.signedIn();
            assertThat(browser.submit("/tasks/SHOP-1/approve", "head=" + HEAD).status())
                    .isEqualTo(303);
            WebBrowser.Answer old =
                    browser.submit("/tasks/SHOP-1/approve", "head=" + "b".repeat(40));
            assertThat(old.status()).isEqualTo(409);
            assertThat(old.body()).contains("has moved on");
        }

        @Test
        void aMoveNeedsTheNameOfAStage() {
            filed("x");
            assertThat(web.signedIn()
                            .submit("/tasks/SHOP-1/move", "stage=No Stage")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Nested
    class Logs {
        private String unit() throws IOException {
            Task task = filed("x");
            String unit = web.run(task, 1);
            java.nio.file.Files.writeString(
                    web.log(unit),
                    "\u001b[31mred\u001b[0m <b>" + WebFixture.SECRET + "</b>\nsecond\nnot whole");
            return unit;
        }

        @Test
        void standOnThePageColouredEscapedAndRedacted() throws IOException {
            String unit = unit();
            assertThat(page("/tasks/SHOP-1").body())
                    .contains(
                            unit,
                            "<span class=\"i-red\">red</span> &lt;b&gt;***&lt;/b&gt;\nsecond\n")
                    .doesNotContain("not whole", WebFixture.SECRET);
        }

        @Test
        void areDownloadedWholeAndRedacted() throws IOException {
            HttpResponse<String> file = web.get("/tasks/SHOP-1/log/" + unit());
            assertThat(file.body())
                    .isEqualTo("\u001b[31mred\u001b[0m <b>***</b>\nsecond\nnot whole");
            assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
                    .startsWith("attachment");
            assertThat(web.get("/tasks/SHOP-1/log/other-v1-developer-1").statusCode())
                    .isEqualTo(404);
        }

        @Test
        void ofALongRunShowTheirEnd() throws IOException {
            Task task = filed("x");
            String unit = web.run(task, 1);
            java.nio.file.Files.writeString(
                    web.log(unit),
                    "first line\n" + "a line of the middle\n".repeat(10_000) + "last\n");
            assertThat(page("/tasks/SHOP-1").body())
                    .contains("the beginning is left out", "last\n")
                    .doesNotContain("first line");
        }
    }

    @Test
    void theQueuePageShowsWhatRunsAndWhatWaits() {
        Task task = filed("x");
        web.run(task, 1);
        assertThat(page("/board/queue").body())
                .contains("shop-1-v0-developer-1", "Merge queues", "reaper");
    }
}
