package dev.baton.notify.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.http.HttpCalls;
import dev.baton.model.Notice;
import dev.baton.model.TaskId;
import dev.baton.notify.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives at a real server, and what its answer means. */
class WebhookChannelTest {
    private static final String SECRET = "s3cr€t";
    private static final Notice NOTICE = new Notice(
            42,
            new TaskId(7),
            "SHOP-1",
            "SHOP",
            3,
            Notice.ALERT,
            "ends \"early\": größer",
            Instant.parse("2026-11-27T06:30:00Z"));

    private final HttpCalls http = new HttpCalls(Duration.ofSeconds(10));
    private HttpServer server;
    private volatile int status = 204;
    private volatile byte[] body = new byte[0];
    private volatile String signature = "";
    private volatile String delivery = "";

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::take);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        http.close();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            body = exchange.getRequestBody().readAllBytes();
            signature = exchange.getRequestHeaders().getFirst("X-Baton-Signature");
            delivery = exchange.getRequestHeaders().getFirst("X-Baton-Delivery");
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private WebhookChannel channel(int port, Set<String> kinds) {
        URI url = URI.create("http://127.0.0.1:" + port + "/hook");
        return new WebhookChannel(http, new WebhookSettings(url, SECRET, kinds));
    }

    private Channel.Sent send() {
        return channel(server.getAddress().getPort(), Set.of()).send(NOTICE);
    }

    /** Whoever receives it can only check what arrived, byte by byte. */
    @Test
    void signsTheBytesThatArrive() throws GeneralSecurityException {
        assertThat(send()).isEqualTo(new Channel.Delivered());

        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        assertThat(signature).isEqualTo("sha256=" + HexFormat.of().formatHex(mac.doFinal(body)));
        assertThat(delivery).isEqualTo("42");
        assertThat(new String(body, UTF_8))
                .isEqualTo("{\"id\":42,\"kind\":\"alert\",\"project\":\"SHOP\",\"task\":\"SHOP-1\","
                        + "\"visit\":3,\"text\":\"ends \\\"early\\\": größer\","
                        + "\"at\":\"2026-11-27T06:30:00Z\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void isToldByAnyKindOfYes(int code) {
        status = code;
        assertThat(send()).isEqualTo(new Channel.Delivered());
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503})
    void triesLaterWhatMayBeTakenThen(int code) {
        status = code;
        assertThat(send()).isEqualTo(new Channel.Later("expected 2xx, found " + code));
    }

    /** A redirect too: the secret's bytes go to the address that was set, and nowhere else. */
    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 404, 410, 422})
    void givesUpWhatIsRefused(int code) {
        status = code;
        assertThat(send()).isEqualTo(new Channel.Refused("expected 2xx, found " + code));
    }

    /** Nobody knows whether it arrived; told twice is better than never. */
    @Test
    void triesLaterWhereNobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThat(channel(port, Set.of()).send(NOTICE))
                .isEqualTo(new Channel.Later("connection refused"));
    }

    @Test
    void triesLaterWhereAServerIsSilent() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpCalls hasty = new HttpCalls(Duration.ofSeconds(1))) {
            URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/hook");
            Channel channel = new WebhookChannel(hasty, new WebhookSettings(url, SECRET, Set.of()));
            assertThat(channel.send(NOTICE)).isEqualTo(new Channel.Later("none within 1 s"));
        }
    }

    @Test
    void wantsTheKindsThatWereChosen() {
        assertThat(channel(1, Set.of("parked")).wants(NOTICE)).isFalse();
        assertThat(channel(1, Set.of("parked", "alert")).wants(NOTICE)).isTrue();
        assertThat(channel(1, Set.of()).wants(NOTICE)).isTrue();
    }

    @Test
    void neverPrintsItsSecret() {
        assertThat(channel(1, Set.of()).name()).isEqualTo("webhook http://127.0.0.1:1/hook");
        assertThat(new WebhookSettings(URI.create("http://a"), SECRET, Set.of()).toString())
                .doesNotContain(SECRET);
    }
}
