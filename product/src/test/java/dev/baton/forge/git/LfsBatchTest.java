package dev.baton.forge.git;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.baton.model.LfsPointer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server of Git LFS says of objects, and when it says nothing. */
class LfsBatchTest {
    private static final LfsPointer ONE = new LfsPointer("1".repeat(64), 5);
    private static final LfsPointer TWO = new LfsPointer("2".repeat(64), 6);

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String answer = "";

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private Optional<Set<String>> missing() {
        return new LfsBatch()
                .missing(
                        "http://u:p@127.0.0.1:" + server.getAddress().getPort() + "/o/shop",
                        List.of(ONE, TWO));
    }

    @Test
    void namesWhatIsNotThere() {
        answer = "{\"objects\": [{\"oid\": \"%s\", \"error\": {\"code\": 404}}, {\"oid\": \"%s\","
                        .formatted(ONE.oid(), TWO.oid())
                + " \"actions\": {\"download\": {\"href\": \"x\"}}}]}";
        assertThat(missing()).contains(Set.of(ONE.oid()));
        assertThat(asked)
                .singleElement()
                .asString()
                .startsWith("/o/shop.git/info/lfs/objects/batch Basic dTpw ")
                .contains("\"operation\":\"download\"", ONE.oid(), "\"size\":6");
    }

    @Test
    void saysNothingForHalfAnAnswerOrNone() {
        answer = "{\"objects\": [{\"oid\": \"%s\", \"error\": {\"code\": 404}}]}"
                .formatted(ONE.oid());
        assertThat(missing()).isEmpty();
        answer = "no";
        assertThat(missing()).isEmpty();
        status = 401;
        assertThat(missing()).isEmpty();
        assertThat(new LfsBatch().missing("git@git.example:o/shop", List.of(ONE)))
                .isEmpty();
    }
}
