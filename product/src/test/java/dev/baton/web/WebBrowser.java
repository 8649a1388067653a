package dev.baton.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A browser as the server sees it, word for word: it may leave out or forge whatever a real one
 * sends by itself.
 */
public final class WebBrowser {
    public static final String ORIGIN_KEY = "0123456789abcdef".repeat(4);
    private static final Pattern TOKEN =
            Pattern.compile("name=\"page-token\" content=\"([0-9a-f]+)\"");

    private final int port;
    private String cookie = "";
    private String pageToken = "";
    private @Nullable String originKey;

    public WebBrowser(int port) {
        this.port = port;
    }

    /** What came back. */
    public record Answer(int status, String head, String body) {
        public Optional<String> header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT)
                            .startsWith(name.toLowerCase(java.util.Locale.ROOT) + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst();
        }
    }

    public String host() {
        return "baton.localhost:" + port;
    }

    public String origin() {
        return "http://" + host();
    }

    /** {@code name=value} */
    public String cookie() {
        return cookie;
    }

    public String pageToken() {
        return pageToken;
    }

    /** Follows a one-time link as a browser with JavaScript does, or without. */
    public WebBrowser signIn(String link, boolean script) {
        originKey = script ? ORIGIN_KEY : null;
        String key = link.substring(link.indexOf("key=") + 4);
        return entered(login("key=" + key + (script ? "&origin-key=" + ORIGIN_KEY : "&plain=1")));
    }

    public Answer login(String form, String... headers) {
        List<String> all = new ArrayList<>(List.of("Host: " + host(), "Origin: " + origin()));
        all.addAll(List.of(headers));
        return send("POST", "/login", form, all.toArray(String[]::new));
    }

    /** Keeps the cookie of an answer, and the token of the board's page. */
    public WebBrowser entered(Answer login) {
        String set = login.header("Set-Cookie")
                .orElseThrow(() -> new IllegalStateException(login.toString()));
        cookie = set.substring(0, set.indexOf(';'));
        Matcher token = TOKEN.matcher(get("/").body());
        if (!token.find()) {
            throw new IllegalStateException("no token in the page");
        }
        pageToken = token.group(1);
        return this;
    }

    public Answer get(String path, String... headers) {
        List<String> all = new ArrayList<>(
                List.of("Host: " + host(), "Cookie: " + cookie, "Accept: text/html"));
        all.addAll(List.of(headers));
        return send("GET", path, null, all.toArray(String[]::new));
    }

    /** A form of one of its pages. */
    public Answer submit(String path, String... fields) {
        return submitFrom(origin(), path, fields);
    }

    public Answer submitFrom(@Nullable String origin, String path, String... fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        all.add("page-token=" + pageToken);
        if (originKey != null) {
            all.add("origin-key=" + originKey);
        }
        List<String> headers = new ArrayList<>(
                List.of("Host: " + host(), "Cookie: " + cookie, "Accept: text/html"));
        if (origin != null) {
            headers.add("Origin: " + origin);
        }
        return send("POST", path, form(all), headers.toArray(String[]::new));
    }

    private static String form(List<String> fields) {
        return fields.stream()
                .map(field -> field.split("=", 2))
                .map(words -> words[0] + "=" + URLEncoder.encode(words[1], StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** Exactly these headers; of HTTP 1.0, so that the answer is not in pieces. */
    public Answer send(String method, String path, @Nullable String form, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.0\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (form != null) {
            request.append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ")
                    .append(form.length())
                    .append("\r\n");
        }
        request.append("\r\n").append(form == null ? "" : form);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            return new Answer(
                    Integer.parseInt(answer.substring(9, 12)),
                    answer.substring(0, end),
                    answer.substring(end + 4));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
