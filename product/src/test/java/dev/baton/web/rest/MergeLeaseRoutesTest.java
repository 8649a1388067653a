package dev.baton.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.web.WebFixture;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergeLeaseRoutesTest {
    private static final String LEASE = "/api/v1/merge-lease";
    private static final String FREEZE = """
            {"id":1,"kind":"base","project":"SHOP","name":"main","why":"release freeze",\
            "by":"anna","pid":null,"since":"2026-11-23T21:30:00Z",""";

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

    private HttpResponse<String> hold(String body) {
        return web.post(LEASE + "/hold", body);
    }

    private HttpResponse<String> freeze() {
        return hold("{\"why\":\"release freeze\",\"by\":\"anna\"}");
    }

    private HttpResponse<String> release(String body) {
        return web.post(LEASE + "/release", body);
    }

    @Test
    void aHoldIsShownUntilItIsReleasedWithWhoHeldItSinceWhen() {
        HttpResponse<String> held = freeze();
        assertThat(held.statusCode()).isEqualTo(201);
        assertThat(held.body().strip())
                .isEqualTo(FREEZE + "\"released_by\":null,\"released_at\":null}");
        assertThat(web.get(LEASE).body()).contains("\"holds\":[" + FREEZE);
        assertThat(web.get("/queue").body()).contains("\"holds\":[" + FREEZE);

        HttpResponse<String> released = release("{\"by\":\"ben\"}");
        assertThat(released.statusCode()).isEqualTo(200);
        assertThat(released.body().strip())
                .isEqualTo(FREEZE + "\"released_by\":\"ben\",\"released_at\":"
                        + "\"2026-11-23T21:30:00Z\"}");
        assertThat(web.get(LEASE).body()).contains("\"holds\":[]");
    }

    @Test
    void withoutANameItIsWhoWasLetIn() {
        assertThat(hold("{\"why\":\"x\"}").body()).contains("\"by\":\"admin\"");
    }

    @Test
    void aProcessOfTheServersMachineMayHold() {
        HttpResponse<String> here = hold("""
                {"why":"x","process":{"pid":7,"start":9,"os_boot_id":"boot-1"}}""");
        assertThat(here.body()).contains("\"pid\":7");
        HttpResponse<String> elsewhere = hold("""
                {"why":"x","process":{"pid":7,"start":9,"os_boot_id":"another"}}""");
        assertThat(elsewhere.statusCode()).isEqualTo(409);
        assertThat(elsewhere.body()).isEqualTo("""
                {"error":{"code":"conflict","message":"merge queue of main not held: expected\
                 process 7 on the machine of the server, found none of that start and boot",\
                "next":"run the command there, or hold without one"}}
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hold    | {}                            | 400 | why: expected some text",
                "hold    | {\"why\":\" \"}               | 400 | why: expected some text",
                "hold    | {\"why\":\"x\",\"project\":\"SHIP\"} | 404 | nearest known project",
                "hold    | {\"why\":\"x\",\"base\":\"mian\"} | 404 | base 'mian'",
                "hold    | {\"why\":\"x\",\"process\":{\"pid\":1}} | 400 | pid, start and",
                "hold    | {\"wyh\":\"x\"}               | 400 | found an unknown name",
                "release | {}                            | 404 | expected a hold, found none",
                "release | {\"id\":99}                   | 404 | hold 99",
                "release | {\"id\":\"1\"}                | 400 | expected a whole number",
            })
    void refusalsSayWhatWasExpected(String verb, String body, int status, String message) {
        HttpResponse<String> answer = web.post(LEASE + "/" + verb, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(message);
    }

    @Test
    void theSecondReleaseIsAConflictThatNamesTheFirst() {
        freeze();
        release("{\"id\":1,\"by\":\"ben\"}");
        HttpResponse<String> again = release("{\"id\":1}");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("released by ben at 2026-11-23T21:30:00Z");
    }

    @Test
    void ofTwoHoldsOneHasToBeNamed() {
        freeze();
        hold("{\"why\":\"y\",\"by\":\"ben\"}");
        HttpResponse<String> which = release("{}");
        assertThat(which.statusCode()).isEqualTo(409);
        assertThat(which.body()).contains("expected one hold, found 1 of anna, 2 of ben");
        assertThat(release("{\"id\":2}").statusCode()).isEqualTo(200);
        assertThat(release("{}").body()).contains("\"id\":1");
    }

    @Test
    void aTokenThatNamesSomebodyHoldsInThatName() {
        HttpResponse<String> held = web.send(web.to(LEASE + "/hold")
                .header("Authorization", "Bearer token-of-OPERATOR-0000")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"why\":\"x\",\"by\":\"anna\"}")));
        assertThat(held.body()).contains("\"by\":\"a OPERATOR\"");
        HttpResponse<String> viewer = web.send(web.to(LEASE + "/release")
                .header("Authorization", "Bearer token-of-APPROVER-0000")
                .POST(BodyPublishers.ofString("")));
        assertThat(viewer.statusCode()).isEqualTo(403);
    }

    /** 401 before 403 before 404 before 409, whatever else is wrong. */
    @Test
    void writesNeedTheToken() {
        var foreign = web.to(LEASE + "/hold")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"project\":\"NONE\"}"));
        assertThat(web.send(foreign).statusCode()).isEqualTo(401);
        var elsewhere = web.authorized(web.to(LEASE + "/release"))
                .header("Content-Type", "application/json")
                .header("Origin", "http://evil.example")
                .POST(BodyPublishers.ofString("{\"id\":99}"));
        assertThat(web.send(elsewhere).statusCode()).isEqualTo(403);
        assertThat(web.get(LEASE).statusCode()).isEqualTo(200);
    }
}
