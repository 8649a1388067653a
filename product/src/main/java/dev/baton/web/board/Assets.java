package dev.baton.web.board;

import dev.baton.web.AccessRole;
import dev.baton.web.Refusal;
import dev.baton.web.Routes;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Style and scripts under names that change with their content, so that browsers may keep them for
 * ever. Read at their first use. Safe for use by many threads.
 */
final class Assets implements Routes {
    private static final String PATH = "/assets/";
    private static final String WEBJARS = "/META-INF/resources/webjars/";
    private static final String CSS = "text/css;charset=utf-8";
    private static final String SCRIPT = "text/javascript;charset=utf-8";
    private static final int HASH_DIGITS = 12;

    private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

    /** Where a file comes from. */
    private enum File {
        STYLE("board", ".css", CSS, "board.css"),
        SCRIPT_OF_PAGES("board", ".js", SCRIPT, "board.js"),
        SCRIPT_OF_SESSIONS("session", ".js", SCRIPT, "session.js"),
        ICON("icon", ".svg", "image/svg+xml", "icon.svg"),
        // The versions are those of pom.xml.
        HTMX("htmx", ".js", SCRIPT, WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js"),
        SSE("sse", ".js", SCRIPT, WEBJARS + "htmx-ext-sse/2.2.2/sse.js");

        private final String stem;
        private final String ending;
        private final String type;
        private final String resource;

        File(String stem, String ending, String type, String resource) {
            this.stem = stem;
            this.ending = ending;
            this.type = type;
            this.resource = resource;
        }

        String plainName() {
            return stem + ending;
        }
    }

    private record Loaded(String name, String type, String text) {}

    /** The address of a file, by its plain name such as {@code board.css}. */
    String url(String plainName) {
        return PATH + of(plainName).name();
    }

    private Loaded of(String plainName) {
        return loaded.computeIfAbsent(plainName, name -> {
            for (File file : File.values()) {
                if (file.plainName().equals(name)) {
                    return load(file);
                }
            }
            throw new IllegalArgumentException("asset " + name + ": expected a known one");
        });
    }

    private static Loaded load(File file) {
        try (InputStream in = Assets.class.getResourceAsStream(file.resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "asset " + file.resource + ": expected it in the jars, found none");
            }
            byte[] bytes = in.readAllBytes();
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .substring(0, HASH_DIGITS);
            return new Loaded(
                    file.stem + "-" + hash + file.ending,
                    file.type,
                    new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get(PATH + "{name}", this::send, AccessRole.VIEWER);
    }

    private void send(Context ctx) {
        String name = ctx.pathParam("name");
        Map<String, Loaded> byName = new HashMap<>();
        for (File file : File.values()) {
            Loaded asset = of(file.plainName());
            byName.put(asset.name(), asset);
        }
        Loaded asset = byName.get(name);
        if (asset == null) {
            throw new Refusal(
                    404,
                    "not_found",
                    "asset '" + Refusal.shown(name) + "': expected a file of this version of"
                            + " Baton, found none of that name",
                    "load the page again");
        }
        ctx.header("Cache-Control", "public, max-age=31536000, immutable");
        ctx.contentType(asset.type());
        ctx.result(asset.text().getBytes(StandardCharsets.UTF_8));
    }
}
