package dev.baton.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.baton.api.Json;
import dev.baton.api.NewTaskRequest;
import dev.baton.api.TaskView;
import dev.baton.model.Parking;
import dev.baton.model.Task;
import dev.baton.model.TaskStatus;
import dev.baton.web.WebFixture;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskRoutesTest {
    private static final String TASKS = "/api/v1/tasks";
    private static final int MIB = 1 << 20;

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

    private String filed(String title, String body) {
        return Json.write(new NewTaskRequest("SHOP", title, body, null, 0));
    }

    @Nested
    class File {
        @Test
        void answersTheTaskInPinnedForm() {
            HttpResponse<String> created = web.post(TASKS, filed("Greet", "in French"));
            assertThat(created.statusCode()).isEqualTo(201);
            assertThat(created.headers().firstValue("Location")).hasValue(TASKS + "/SHOP-1");
            assertThat(created.body()).isEqualTo("""
                    {"key":"SHOP-1","project":"SHOP","title":"Greet","stage":"created",\
                    "status":"LIVE","visit":0,"epoch":0,"owner":null,"waiting":null,\
                    "branch":"baton/SHOP-1","base":"main","head_sha":null,"merged_sha":null,\
                    "attempts":0,"cost":{"tokens_in":0,"tokens_out":0,"micros":0},"deployments":[],\
                    "created_at":"2026-11-23T21:30:00Z","updated_at":"2026-11-23T21:30:00Z",\
                    "url":"%s/tasks/SHOP-1"}
                    """.formatted(web.server.board()));
            assertThat(web.get(TASKS + "/SHOP-1").body()).isEqualTo(created.body());
            assertThat(web.get(TASKS).body()).isEqualTo("[" + created.body().strip() + "]\n");
            assertThat(web.get(TASKS + "?project=OTHER").body()).isEqualTo("[]\n");
        }

        @Test
        void theSameSourceIdIsTheSameTask() {
            String body = "{\"title\": \"Greet\", \"source_id\": \"42\"}";
            assertThat(web.post(TASKS, body).statusCode()).isEqualTo(201);
            HttpResponse<String> again = web.post(TASKS, body);
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(again.body()).contains("\"key\":\"SHOP-1\"");
        }

        @Test
        void takesABodyOfOneMebibyteHoweverItIsWritten() {
            String controls = "\n".repeat(MIB - 1) + "\u0001";
            assertThat(web.post(TASKS, filed("big", controls)).statusCode()).isEqualTo(201);
            assertThat(web.task("SHOP-1").item().body()).isEqualTo(controls);
        }

        @Test
        void refusesALargerBodyAndSaysSo() {
            HttpResponse<String> refused = web.post(TASKS, filed("big", "x".repeat(MIB + 1)));
            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(refused.body())
                    .contains(
                            "\"code\":\"too_large\"",
                            "field 'body': expected at most 1048576 bytes, found 1048577 bytes");
            HttpResponse<String> huge = web.post(TASKS, filed("big", "x".repeat(7 * MIB)));
            assertThat(huge.statusCode()).isEqualTo(413);
            assertThat(huge.body()).contains("request: expected at most");
        }

        @Test
        void keepsHostileTextAsItIs() throws JsonProcessingException {
            String title =
                    "$(rm -rf ~); `x` ../../etc <script>alert(1)</script> 🚀 \"q\" \\ \u202e";
            HttpResponse<String> created = web.post(TASKS, filed(title, ""));
            assertThat(Json.read(created.body(), TaskView.class).title()).isEqualTo(title);
            assertThat(web.get("/").body())
                    .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                    .doesNotContain("<script>")
                    .doesNotContain("\u202e");
            assertThat(web.get("/tasks/SHOP-1").body()).doesNotContain("<script>");
        }
    }

    @Nested
    class Lists {
        @Test
        void aPageSaysHowManyThereAreAndWhereTheNextOneBegins() {
            for (int i = 1; i <= 3; i++) {
                web.insert("Greet " + i, "", null);
            }
            String page = web.get(TASKS + "?page=true&limit=2").body();
            assertThat(page)
                    .contains("\"key\":\"SHOP-3\"", "\"key\":\"SHOP-2\"")
                    .endsWith("],\"total\":3,\"next\":\"t2\"}\n");
            assertThat(web.get(TASKS + "?page=true&limit=2&after=t2").body())
                    .contains("\"key\":\"SHOP-1\"")
                    .endsWith("],\"total\":3,\"next\":null}\n");
            assertThat(web.get(TASKS + "?page=true&search=eet%202&status=live").body())
                    .contains("\"key\":\"SHOP-2\"")
                    .endsWith("],\"total\":1,\"next\":null}\n");
            assertThat(web.get(TASKS + "?status=parked").body()).isEqualTo("[]\n");
        }

        @Test
        void aWordThatIsNoneIsRefusedWithThoseThereAre() {
            assertThat(web.get(TASKS + "?status=waiting").body())
                    .contains(
                            "parameter 'status': expected one of live, paused, parked, cancelling,"
                                    + " cancelled, done, found 'waiting'");
            assertThat(web.get(TASKS + "?after=SHOP-3").body())
                    .contains("parameter 'after': expected the field 'next' of the page before,"
                            + " found 'SHOP-3'");
        }
    }

    @Nested
    class BadInput {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"titel\": \"x\"} | field 'titel': expected one of [body, priority, project,"
                            + " source_id, title], found an unknown name | did you mean 'title'?",
                    "{\"title\": 7} | field 'title': expected a string, found something"
                            + " else at line 1,"
                            + " column 11 |",
                    "{\"title\": \"x\", \"priority\": \"1\"} | field 'priority': expected a"
                            + " whole number,"
                            + " found something else at line 1, column 28 |",
                    "[] | body: expected a JSON object, found something else at line 1, column 1 |",
                    "null | body: expected a JSON object, found null |",
                    "{\"title\": | body: expected JSON, found text that is not at line 1,"
                            + " column 10:"
                            + " Unexpected end-of-input within/between Object entries |",
                    "{\"title\": \"x\"} x | body: expected JSON, found text that is not at"
                            + " line 1, column 16:"
                            + " Unrecognized token 'x': was expecting (JSON String, Number,"
                            + " Array, Object or"
                            + " tok… |",
                    "{\"title\": \"x\", \"project\": \"SHIP\"} | task not filed: unknown"
                            + " project 'SHIP'"
                            + " | use SHOP",
                    "{} | task not filed: title: expected some text, found none |",
                })
        void isNamed(String body, String message, String next) {
            HttpResponse<String> refused = web.post(TASKS, body);
            assertThat(refused.statusCode()).isBetween(400, 404);
            assertThat(error(refused).message()).isEqualTo(message);
            assertThat(error(refused).next()).isEqualTo(next);
        }

        @Test
        void needsJsonByName() {
            HttpResponse<String> form = web.send(web.authorized(web.to(TASKS))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("title=x")));
            assertThat(form.statusCode()).isEqualTo(415);
            HttpResponse<String> none = web.send(web.authorized(web.to(TASKS))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"title\":\"x\"}")));
            assertThat(none.statusCode()).isEqualTo(415);
            assertThat(web.post(TASKS, "").statusCode()).isEqualTo(400);
        }

        @Test
        void bytesThatAreNoTextAreRefused() {
            HttpResponse<String> refused = web.send(web.authorized(web.to(TASKS))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xff})));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(error(refused).message())
                    .isEqualTo("body: expected UTF-8, found other bytes");
        }

        @Test
        void anUnknownPathAndMethodAnswerInTheSameForm() {
            assertThat(error(web.get("/api/v1/nothing")).message())
                    .isEqualTo("GET /api/v1/nothing: expected a known path, found none");
            HttpResponse<String> wrong =
                    web.send(web.authorized(web.to(TASKS + "/SHOP-1")).DELETE());
            assertThat(wrong.statusCode()).isEqualTo(405);
            assertThat(error(wrong).code()).isEqualTo("method_not_allowed");
        }
    }

    private static dev.baton.api.ErrorView.Body error(HttpResponse<String> response) {
        try {
            return Json.read(response.body(), dev.baton.api.ErrorView.class).error();
        } catch (JsonProcessingException e) {
            throw new AssertionError("no error in " + response.body(), e);
        }
    }

    @Nested
    class Commands {
        @Test
        void moveNeedsAStageAndTheOthersTakeNone() {
            web.insert("Greet", "", null);
            assertThat(web.post(TASKS + "/SHOP-1/move", "{\"stage\":\"review\"}")
                            .statusCode())
                    .isEqualTo(202);
            assertThat(error(web.post(TASKS + "/SHOP-1/move", "")).message())
                    .isEqualTo("field 'stage': expected the stage to move to, found nothing");
            assertThat(error(web.post(TASKS + "/SHOP-1/move", "{\"stage\":\"../x\"}"))
                            .message())
                    .isEqualTo("field 'stage': expected the name of a stage, found '../x'");
            assertThat(error(web.post(TASKS + "/SHOP-1/stop", "{\"stage\":\"review\"}"))
                            .message())
                    .isEqualTo("field 'stage': expected it with move only, found it with stop");
        }
    }

    @Nested
    class Explain {
        @Test
        void saysWhoCanUnblockAParkedTask() {
            Task task = web.insert("Greet", "", null);
            web.write(tx -> tx.tasks()
                    .become(
                            task.id(),
                            0,
                            TaskStatus.PARKED,
                            new Parking("ann", "tests stay red"),
                            WebFixture.NOW));
            assertThat(web.get(TASKS + "/SHOP-1/explain").body())
                    .startsWith("{\"key\":\"SHOP-1\",\"decision\":\"await\","
                            + "\"reason\":\"waits for created\",\"waiting\":{\"for\":"
                            + "\"tests stay red\",\"since\":\"2026-11-23T21:30:00Z\","
                            + "\"until\":null,\"who\":\"ann\"}"
                            + ",\"unblocked_by\":\"ann\",\"changes\":null,\"events\":[");
            assertThat(web.get(TASKS + "/SHOP-1/events").body())
                    .startsWith(
                            "[{\"seq\":1,\"at\":\"2026-11-23T21:30:00Z\",\"epoch\":0,\"visit\":0,"
                                    + "\"stage\":\"created\",\"transition\":");
            assertThat(web.get(TASKS + "/SHOP-1/events?after=1000").body()).isEqualTo("[]\n");
            assertThat(error(web.get(TASKS + "/SHOP-1/events?limit=0")).message())
                    .isEqualTo("parameter 'limit': expected a whole number from 1 to 1000,"
                            + " found '0'");
        }
    }

    @Test
    void readinessNamesEveryReason() {
        assertThat(web.get("/readyz").body()).isEqualTo("{\"ready\":true,\"reasons\":[]}\n");
        web.notReady.add("loop scan: expected a tick within 10s, found none for 60s");
        HttpResponse<String> not = web.get("/readyz");
        assertThat(not.statusCode()).isEqualTo(503);
        assertThat(not.body())
                .isEqualTo("{\"ready\":false,\"reasons\":[\"loop scan: expected a tick"
                        + " within 10s, found none for 60s\"]}\n");
        assertThat(web.get("/healthz").body()).isEqualTo(Json.write(Map.of("status", "ok")) + "\n");
    }

    @Test
    void isNotReadyWhileTheDatabaseCannotBeRead() {
        web.store.close();
        HttpResponse<String> not = web.get("/readyz");
        assertThat(not.statusCode()).isEqualTo(503);
        assertThat(not.body()).contains("\"reasons\":[\"store: read: expected an answer, found");
    }

    @Test
    void metricsCountTasksByStatusAndWrites() {
        web.insert("Greet", "", null);
        assertThat(web.get("/metrics").body())
                .contains("baton_tasks{status=\"LIVE\"} 1.0", "baton_tasks{status=\"DONE\"} 0.0")
                .contains("baton_store_writes_total{result=\"committed\"} 1.0")
                .contains("jvm_memory_used_bytes");
    }
}
