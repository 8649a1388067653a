package dev.baton.web.rest;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Task;
import dev.baton.testing.Eventually;
import dev.baton.web.WebFixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRoutesTest {
    /** What is read of a log at once. */
    private static final int PIECE_BYTES = 64 * 1024;

    private static final String LOGS = "/api/v1/tasks/SHOP-1/logs";

    @TempDir
    Path data;

    private WebFixture web;
    private Task task;

    @BeforeEach
    void start() {
        web = new WebFixture(data);
        task = web.insert("Greet", "", null);
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private HttpRequest.Builder stream(String query) {
        return web.authorized(web.to(LOGS + query)).header("Accept", "text/event-stream");
    }

    private void write(String unit, String text) {
        try {
            Files.writeString(
                    web.log(unit), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The texts of ordinary events, one per line. */
    private static String texts(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data: ") && !line.startsWith("data: {"))
                .map(line -> line.substring("data: ".length()))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void followsTheRunThenTheNextOneUntilTheTaskEnds() throws Exception {
        String first = web.run(task, 1);
        write(first, "one\n");
        StringWriter seen = new StringWriter();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> read(seen));
        await().until(() -> seen.toString().contains("data: one\n"));
        write(first, "two\nthe last line has no end");
        await().until(() -> seen.toString().contains("data: two\n"));
        assertThat(seen.toString()).doesNotContain("the last line");
        web.end(first);
        await().until(() -> seen.toString().contains("data: the last line has no end\n"));
        String second = web.run(task, 2);
        write(second, "again\n");
        await().until(() -> seen.toString().contains("data: again\n"));
        web.end(second);
        assertThat(reader).isNotDone();
        web.finish("SHOP-1");
        Eventually.result(reader);
        assertThat(texts(seen.toString())).isEqualTo("one\ntwo\nthe last line has no end\nagain");
        assertThat(seen.toString())
                .contains(
                        "event: run\ndata: {",
                        "\"unit\":\"" + first + "\"",
                        "\"unit\":\"" + second + "\"")
                .endsWith("event: end\ndata: {\"status\":\"DONE\"}\n\n");
    }

    private void read(StringWriter into) {
        try {
            HttpResponse<InputStream> response =
                    web.http.send(stream("").build(), HttpResponse.BodyHandlers.ofInputStream());
            byte[] buffer = new byte[4096];
            try (InputStream in = response.body()) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    into.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void withoutFollowingItSendsWhatIsThereAndEnds() {
        String unit = web.run(task, 1);
        write(unit, "one\nunfinished");
        assertThat(texts(web.send(stream("?follow=false")).body())).isEqualTo("one\nunfinished");
    }

    @Test
    void aTaskWithoutARunEndsAtOnceWhenNotFollowed() {
        assertThat(web.send(stream("?follow=false")).body())
                .isEqualTo("event: end\ndata: {\"status\":\"LIVE\"}\n\n");
    }

    @Test
    void secretsAreTakenOut() {
        String unit = web.run(task, 1);
        String filler = "x".repeat(PIECE_BYTES - 10) + "\n";
        write(unit, "key=" + WebFixture.SECRET + "\n" + filler + "key=" + WebFixture.SECRET + "\n");
        assertThat(web.send(stream("?follow=false")).body())
                .doesNotContain(WebFixture.SECRET)
                .contains("data: key=***\n");
    }

    @Test
    void noPieceEndsInsideASecret() {
        String unit = web.run(task, 1);
        for (int shift = 0; shift < 2 * WebFixture.SECRET.length(); shift++) {
            // One line without an end or a space, so pieces are cut wherever the buffer ends.
            write(unit, "x".repeat(64 * 1024 - shift) + WebFixture.SECRET);
        }
        web.end(unit);
        String sent = texts(web.send(stream("?follow=false")).body());
        assertThat(sent.replace("\n", "").replaceAll("x+", "")).matches("(\\*\\*\\*)+");
    }

    @Test
    void colouredSecretsAreTakenOut() {
        String unit = web.run(task, 1);
        String half = WebFixture.SECRET.substring(0, 4);
        write(unit, half + "\u001b[31m" + WebFixture.SECRET.substring(4) + "\u001b[0m!\n");
        assertThat(texts(web.send(stream("?follow=false")).body())).isEqualTo("***\u001b[0m!");
    }

    @Test
    void nobodyCanBeginToReadInsideASecret() {
        String unit = web.run(task, 1);
        write(unit, "key=" + WebFixture.SECRET + " end\n");
        for (int i = 1; i < WebFixture.SECRET.length(); i++) {
            String stream = web.send(stream("?follow=false")
                            .header("Last-Event-ID", unit + "@" + ("key=".length() + i)))
                    .body();
            assertThat(texts(stream)).isEqualTo(" end");
        }
    }

    @Test
    void aSecretThatIsJustBeingWrittenIsNotShownByHalf() {
        String unit = web.run(task, 1);
        write(unit, "key=" + WebFixture.SECRET.substring(0, 8));
        assertThat(texts(web.send(stream("?follow=false")).body())).isEqualTo("key=");
    }

    @Test
    void noTextCanForgeAnEvent() {
        String unit = web.run(task, 1);
        write(unit, "a\revent: end\r\rdata: {}\n\nevent: end\n");
        String stream = web.send(stream("?follow=false")).body();
        assertThat(stream.lines().filter(line -> line.equals("event: end"))).hasSize(1);
        assertThat(stream).contains("data: event: end\n");
    }

    @Test
    void goesOnWhereTheReaderWas() {
        String unit = web.run(task, 1);
        write(unit, "one\ntwo\n");
        String stream = web.send(stream("?follow=false").header("Last-Event-ID", unit + "@4"))
                .body();
        assertThat(texts(stream)).isEqualTo("two");
        assertThat(stream).contains("id: " + unit + "@8\n");
    }

    @Test
    void aLinkInPlaceOfTheLogIsNotFollowed() throws IOException {
        String unit = web.run(task, 1);
        Files.createSymbolicLink(web.log(unit), web.tokenFile);
        assertThat(web.send(stream("?follow=false")).body()).doesNotContain(web.tokenText());
    }

    @Test
    void otherReadersAreToldWhatToSend() {
        assertThat(web.get(LOGS).statusCode()).isEqualTo(406);
        assertThat(web.send(web.authorized(web.to("/api/v1/tasks/NO-1/logs"))
                                .header("Accept", "text/event-stream"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aStoppingServerEndsItsStreams() throws Exception {
        web.run(task, 1);
        StringWriter seen = new StringWriter();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> read(seen));
        await().until(() -> seen.toString().contains("event: run"));
        web.server.close();
        boolean ended = Eventually.result(reader.handle((v, e) -> true));
        assertThat(ended).isTrue();
    }
}
