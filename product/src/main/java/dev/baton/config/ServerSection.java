package dev.baton.config;

import dev.baton.config.ServerSettings.GitIdentity;
import dev.baton.config.ServerSettings.Listen;
import dev.baton.yaml.Fields;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code server}. */
final class ServerSection {
    private static final Pattern LISTEN =
            Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9.-]{1,253}):([0-9]{1,5})");
    private static final Pattern ADDRESS = Pattern.compile(
            "(https?)://(\\[[0-9a-f:.]{2,45}]|[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)"
                    + "(?::([0-9]{1,5}))?/?");
    private static final Pattern IDENTITY =
            Pattern.compile("([^<>\\p{Cntrl}]*[^<>\\p{Cntrl} ]) <([^<>\\p{Cntrl} ]+)>");
    private static final int PORT_MAX = 65_535;

    private final Path file;
    private final Map<String, String> environment;

    /**
     * @param file the settings
     */
    ServerSection(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    ServerSettings server(Fields fields) {
        ServerSettings server = new ServerSettings(
                listen(fields),
                data(fields),
                address(fields),
                "open".equals(fields.word("metrics", "metrics", List.of("token", "open"))),
                identity(fields));
        fields.end();
        return server;
    }

    private Path data(Fields fields) {
        String written = fields.text("data");
        return written == null
                ? DataFolder.chosen(file, DataFolder.byDefault(file, environment))
                : file.resolveSibling(written).normalize();
    }

    private static Listen listen(Fields fields) {
        String text = fields.text("listen");
        if (text == null) {
            return ServerSettings.LISTEN_DEFAULT;
        }
        Matcher written = LISTEN.matcher(text);
        if (written.matches() && Integer.parseInt(written.group(2)) <= PORT_MAX) {
            String host = written.group(1).replaceAll("[\\[\\]]", "");
            return new Listen(host, Integer.parseInt(written.group(2)));
        }
        fields.problem("listen", "expected HOST:PORT like 127.0.0.1:8420, found '" + text + "'");
        return ServerSettings.LISTEN_DEFAULT;
    }

    /** Written as browsers write an origin, so that it can be compared. */
    private static @Nullable URI address(Fields fields) {
        String text = fields.text("address");
        if (text == null) {
            return null;
        }
        Matcher written = ADDRESS.matcher(text.toLowerCase(Locale.ROOT));
        if (written.matches()) {
            String port = written.group(3);
            if (port == null) {
                return URI.create(written.group(1) + "://" + written.group(2));
            }
            int number = Integer.parseInt(port);
            if (number > 0 && number <= PORT_MAX) {
                boolean usual = number == (written.group(1).equals("https") ? 443 : 80);
                return URI.create(
                        written.group(1) + "://" + written.group(2) + (usual ? "" : ":" + number));
            }
        }
        fields.problem(
                "address",
                "expected http://HOST[:PORT] or https://HOST[:PORT] without a path, found '" + text
                        + "'");
        return null;
    }

    private static GitIdentity identity(Fields fields) {
        String text = fields.text("git-identity");
        if (text == null) {
            return ServerSettings.GIT_IDENTITY_DEFAULT;
        }
        Matcher written = IDENTITY.matcher(text);
        if (written.matches()) {
            return new GitIdentity(written.group(1).strip(), written.group(2));
        }
        fields.problem("git-identity", "expected NAME <EMAIL>, found '" + text + "'");
        return ServerSettings.GIT_IDENTITY_DEFAULT;
    }
}
