package dev.baton.web;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Task;
import dev.baton.text.Redaction;
import dev.baton.web.rest.LogRoutes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers of logs that take nothing from their sockets, and the others. */
class SlowReadersTest {
    private static final int READERS = 30;

    /** As many as may read logs through the API at once. */
    private static final int READERS_MAX = 64;

    private final List<Socket> sockets = new ArrayList<>();

    @TempDir
    Path data;

    private WebFixture web;

    @BeforeEach
    void start() throws IOException {
        web = new WebFixture(data);
        Task task = web.insert("Greet", "", null);
        Files.writeString(web.log(web.run(task, 1)), "a line of a log\n".repeat(1 << 20));
    }

    @AfterEach
    void stop() throws IOException {
        web.beforeALog = () -> {};
        for (Socket socket : sockets) {
            socket.close();
        }
        web.close();
    }

    private void read(URI server) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.connect(
                new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
        socket.getOutputStream()
                .write(("GET /api/v1/tasks/SHOP-1/logs HTTP/1.1\r\nHost: 127.0.0.1:"
                                + server.getPort() + "\r\nAuthorization: Bearer "
                                + web.tokenText() + "\r\nAccept: text/event-stream\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** Were logs read by the threads that answer, those would all be busy. */
    @Test
    void logsThatKeepTheProcessorsBusyHoldUpNobodyElse() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger begun = new AtomicInteger();
        web.beforeALog = () -> {
            begun.incrementAndGet();
            while (!over.get()) {
                Thread.onSpinWait();
            }
        };
        try {
            for (int i = 0; i < READERS; i++) {
                read(web.server.url());
            }
            await().until(() -> begun.get() > 0);

            assertThat(web.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(web.get("/api/v1/tasks").statusCode()).isEqualTo(200);
        } finally {
            over.set(true);
        }
        await().until(() -> begun.get() == READERS);
    }

    @Test
    void thirtyWhoTakeNothingHoldUpNobodyElse() throws Exception {
        for (int i = 0; i < READERS; i++) {
            read(web.server.url());
        }
        for (int i = 0; i < READERS; i++) {
            assertThat(web.get("/healthz").statusCode()).isEqualTo(200);
        }
    }

    /** When all places are taken by such readers the next one has one before long. */
    @Test
    void whoTakesNothingIsDropped() throws Exception {
        LogFollower logs = new LogFollower(web.store, web::log, Redaction.NONE);
        try (WebServer server = new WebServer(
                new WebSettings("127.0.0.1", 0),
                web.access,
                (status, view) -> "",
                List.of(new LogRoutes(web.store, logs)),
                Duration.ofMillis(200))) {
            server.start();
            for (int i = 0; i < READERS_MAX; i++) {
                read(server.url());
            }
            await().until(() -> web.send(web.authorized(
                                            java.net.http.HttpRequest.newBuilder(
                                                    server.url()
                                                            .resolve(
                                                                    "/api/v1/tasks/SHOP-1/logs?follow=false")))
                                    .header("Accept", "text/event-stream"))
                            .statusCode()
                    == 200);
        }
    }
}
