package dev.baton.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The outbound client. Safe for use by many threads. */
public final class HttpCalls implements AutoCloseable {
    private static final long BODY_BYTES_MAX = 64L << 20;

    private final Duration timeout;
    private final long bodyBytesMax;
    private final HttpClient client;

    /**
     * @param timeout for the connection, and for each answer as a whole
     */
    public HttpCalls(Duration timeout) {
        this(timeout, BODY_BYTES_MAX);
    }

    /**
     * @param bodyBytesMax a longer answer counts as none
     */
    public HttpCalls(Duration timeout, long bodyBytesMax) {
        this.timeout = timeout;
        this.bodyBytesMax = bodyBytesMax;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** What is asked. */
    public record Call(
            String method,
            URI uri,
            Map<String, String> headers,
            @Nullable String body) {
        public Call {
            headers = Map.copyOf(headers);
        }
    }

    /** What came of it. */
    public sealed interface Outcome {}

    /** The server spoke. */
    public record Answered(int status, String body) implements Outcome {}

    /** No server, or no answer in time; whether a write happened is not known. */
    public record Unreachable(String why) implements Outcome {}

    /** Waits for the whole answer. */
    public Outcome send(Call call) throws InterruptedException {
        // The client's own timeout ends with the headers; a body may trickle for ever.
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                request(call).timeout(timeout).build(),
                HttpResponse.BodyHandlers.limiting(
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), bodyBytesMax));
        try {
            HttpResponse<String> response = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return new Answered(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            return new Unreachable("none within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            return new Unreachable(why(e.getCause() == null ? e : e.getCause()));
        } finally {
            answer.cancel(true);
        }
    }

    /**
     * Reads an answer line by line for as long as it lasts; the timeout is for its beginning.
     *
     * @param more gets each line of a 200, and says whether it wants another
     * @return Answered with an empty body when the lines end, or the whole body of an error
     */
    public Outcome lines(Call call, Predicate<String> more) throws InterruptedException {
        try {
            HttpResponse<InputStream> response = client.send(
                    request(call).timeout(timeout).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                if (response.statusCode() != 200) {
                    String body = new String(in.readNBytes(1 << 20), StandardCharsets.UTF_8);
                    return new Answered(response.statusCode(), body);
                }
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                String line = reader.readLine();
                while (line != null && more.test(line)) {
                    line = reader.readLine();
                }
                return new Answered(200, "");
            }
        } catch (IOException e) {
            return new Unreachable(why(e));
        }
    }

    private static HttpRequest.Builder request(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                .method(
                        call.method(),
                        call.body() == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(call.body()));
        call.headers().forEach(request::setHeader);
        return request;
    }

    private String why(Throwable e) {
        return switch (e) {
            case HttpTimeoutException timedOut -> "none within " + timeout.toSeconds() + " s";
            case ConnectException refused -> "connection refused";
            case Throwable other ->
                other.getMessage() == null ? other.getClass().getSimpleName() : other.getMessage();
        };
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
