package dev.baton.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.baton.api.Json;
import dev.baton.api.ReceiptView;
import dev.baton.web.Landed;
import dev.baton.web.WebFixture;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptTest {
    private static final String RECEIPT = "/api/v1/tasks/SHOP-1/receipt";

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

    @Test
    void saysInPinnedFormWhatBecameOfTheTask() {
        Landed.in(web);
        assertThat(web.get(RECEIPT).body()).isEqualTo("""
                {"key":"SHOP-1","project":"SHOP","item":{"title":"Greet","author":"ann",\
                "source_id":"42","source_url":null},"status":"LIVE","stage":"created",\
                "branch":"baton/SHOP-1","base":"main","head_sha":"%1$s","merged_sha":"%2$s",\
                "runs":[\
                {"unit":"shop-1-v1-developer-1","kind":"AGENT","agent":"developer","visit":1,\
                "attempt":1,"outcome":"LOST_INFRA","exit_code":null,"reason":"rebooted",\
                "cost":null,"started_at":"%3$s","finished_at":"%3$s"},\
                {"unit":"shop-1-v1-tests-1","kind":"GATE","agent":"tests","visit":1,\
                "attempt":1,"outcome":"EXITED","exit_code":0,"reason":"exit code 0",\
                "cost":null,"started_at":"%3$s","finished_at":"%3$s"},\
                {"unit":"shop-1-v4-deploy-staging-1","kind":"DEPLOY","agent":"deploy-staging",\
                "visit":1,"attempt":1,"outcome":"RUNNING","exit_code":null,"reason":null,\
                "cost":null,"started_at":"%3$s","finished_at":null}],\
                "verdicts":[\
                {"gate":"tests","subject":"%1$s","outcome":"GREEN","summary":"exit 0",\
                "run":"shop-1-v1-tests-1","at":"%3$s"},\
                {"gate":"person","subject":"%1$s","outcome":"RED","summary":"not like this",\
                "run":null,"at":"%3$s"}],\
                "candidates":[\
                {"visit":3,"n":1,"base_sha":"%4$s","head_sha":"%1$s","sha":null,\
                "conflicts":["Greet.x"],"refused":null,"landed":false},\
                {"visit":4,"n":1,"base_sha":"%4$s","head_sha":"%1$s","sha":"%5$s",\
                "conflicts":[],"refused":null,"landed":false},\
                {"visit":4,"n":2,"base_sha":"%4$s","head_sha":"%1$s","sha":"%2$s",\
                "conflicts":[],"refused":null,"landed":true}],\
                "deployments":[\
                {"id":"SHOP-staging-1","environment":"staging","state":"STARTED","sha":"%2$s",\
                "previous_sha":null,"found":"started","started_at":"%3$s","finished_at":null}],\
                "created_at":"%3$s","updated_at":"%3$s","url":"%6$s/tasks/SHOP-1"}
                """.formatted(
                        Landed.HEAD,
                        Landed.MERGED,
                        WebFixture.NOW,
                        Landed.BASE,
                        "b".repeat(40),
                        web.server.board()));
    }

    @Test
    void isThereForATaskThatHasNothingYetAndForOneThatIsOver() throws JsonProcessingException {
        web.insert("Greet", "", null);
        ReceiptView fresh = Json.read(web.get(RECEIPT).body(), ReceiptView.class);
        assertThat(fresh.headSha()).isNull();
        assertThat(List.of(fresh.runs(), fresh.verdicts(), fresh.candidates(), fresh.deployments()))
                .allSatisfy(lines -> assertThat(lines).isEmpty());
        web.finish("SHOP-1");
        assertThat(Json.read(web.get(RECEIPT).body(), ReceiptView.class).status())
                .isEqualTo("DONE");
    }

    @Test
    void ofAnUnknownTaskIsNotFound() {
        HttpResponse<String> none = web.get("/api/v1/tasks/SHOP-9/receipt");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.body())
                .contains("\"code\":\"not_found\"", "task 'SHOP-9': expected the key of a task");
    }
}
