package dev.baton.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.web.WebFixture;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentRoutesTest {
    private static final String PATH = "/api/v1/environments";
    private static final String FREEZE = """
            {"id":1,"kind":"environment","project":"SHOP","name":"production","why":"audit",\
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

    private HttpResponse<String> post(String verb, String body) {
        return web.post(PATH + "/" + verb, body);
    }

    @Test
    void showsEachWithItsHoldsAndItsNextWindow() {
        assertThat(web.get(PATH).body()).isEqualTo("""
                {"environments":[{"project":"SHOP","name":"production","healthy":null,"open":null,\
                "opens_at":"2026-11-24T08:00:00Z","holds":[]},{"project":"SHOP","name":"staging",\
                "healthy":null,"open":null,"opens_at":null,"holds":[]}]}
                """);
        HttpResponse<String> held =
                post("hold", "{\"environment\":\"production\",\"why\":\"audit\",\"by\":\"anna\"}");
        assertThat(held.statusCode()).isEqualTo(201);
        assertThat(held.body()).startsWith(FREEZE);
        assertThat(web.get(PATH).body()).contains("\"holds\":[" + FREEZE);
        assertThat(web.get("/api/v1/merge-lease").body()).contains("\"holds\":[]");

        HttpResponse<String> released = post("release", "{\"environment\":\"production\"}");
        assertThat(released.statusCode()).as(released.body()).isEqualTo(200);
        assertThat(web.get(PATH).body()).doesNotContain("audit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hold    | {\"why\":\"x\"} | 400 | environments of SHOP: production, staging",
                "hold    | {\"environment\":\"staging\"} | 400 | why: expected some text",
                "hold    | {\"environment\":\"stagign\",\"why\":\"x\"} | 404 | nearest known",
                "release | {\"environment\":\"staging\"} | 404 | environment staging: expected",
                "release | {\"id\":99} | 404 | hold 99: expected a hold of an environment",
            })
    void refusalsSayWhatWasExpected(String verb, String body, int status, String message) {
        HttpResponse<String> answer = post(verb, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(message);
    }

    @Test
    void aHoldOfAMergeQueueIsNotReleasedHere() {
        web.post("/api/v1/merge-lease/hold", "{\"why\":\"freeze\"}");
        assertThat(post("release", "{\"id\":1}").statusCode()).isEqualTo(404);
    }
}
