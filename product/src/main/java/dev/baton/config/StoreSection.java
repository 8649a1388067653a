package dev.baton.config;

import dev.baton.yaml.Fields;
import dev.baton.yaml.Nearest;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@code store}. No message repeats the URL: somebody may have put a password into it. */
final class StoreSection {
    private static final String SCHEME = "postgresql";
    private static final String EXPECTED =
            "expected sqlite or postgresql://USER@HOST:PORT/DATABASE";
    private static final String ROOT_CERTIFICATE = "sslrootcert";
    private static final List<String> OPTIONS = List.of(ROOT_CERTIFICATE, "sslmode");

    private static final int PORT_MAX = 65_535;

    private final Path folder;
    private final SecretsSettings secrets;

    StoreSection(Path folder, SecretsSettings secrets) {
        this.folder = folder;
        this.secrets = secrets;
    }

    StoreSettings read(Fields fields) {
        String url = fields.text("url", StoreSettings.URL_DEFAULT);
        String name = fields.text("password");
        Secret password = name == null ? null : secret(fields, name);
        StoreSettings store = new StoreSettings.Sqlite();
        if (url.startsWith(SCHEME + ":")) {
            store = postgresql(fields, url, password).orElse(store);
        } else if (!url.equals(StoreSettings.URL_DEFAULT)) {
            fields.problem("url", EXPECTED + ", found another word");
        } else if (name != null) {
            fields.problem("password", "expected none: sqlite has no password, found one");
        }
        fields.end();
        return store;
    }

    private @Nullable Secret secret(Fields fields, String name) {
        Optional<Secret> found = secrets.find(name);
        if (found.isEmpty()) {
            fields.problem("password", "expected the name of a secret, found another word");
        }
        return found.orElse(null);
    }

    private Optional<StoreSettings> postgresql(
            Fields fields, String text, @Nullable Secret password) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            fields.problem("url", EXPECTED + ", found no URL (at character " + e.getIndex() + ")");
            return Optional.empty();
        }
        String user = url.getUserInfo();
        String database = url.getPath() == null ? "" : url.getPath().replaceFirst("^/", "");
        if (user != null && user.contains(":")) {
            fields.problem(
                    "url",
                    "expected no password in it, found one. Next: store.password names a secret");
        } else if (user == null || url.getHost() == null || database.isEmpty()) {
            fields.problem("url", EXPECTED + ", found " + missing(url) + " missing");
        } else if (url.getPort() == 0 || url.getPort() > PORT_MAX) {
            fields.problem("url", EXPECTED + ", found the port " + url.getPort());
        } else if (database.contains("/") || url.getFragment() != null) {
            fields.problem("url", EXPECTED + ", found more than that");
        } else {
            return Optional.of(new StoreSettings.Postgresql(
                    user,
                    url.getHost().replaceAll("[\\[\\]]", ""),
                    url.getPort() < 0 ? StoreSettings.Postgresql.PORT_DEFAULT : url.getPort(),
                    database,
                    options(fields, url),
                    password));
        }
        return Optional.empty();
    }

    private static String missing(URI url) {
        if (url.getHost() == null) {
            return "the host";
        }
        return url.getUserInfo() == null ? "the user" : "the database";
    }

    private Map<String, String> options(Fields fields, URI url) {
        Map<String, String> options = new TreeMap<>();
        String query = url.getQuery();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            String key = pair.replaceFirst("=.*", "");
            String value = pair.substring(Math.min(pair.length(), key.length() + 1));
            if (!OPTIONS.contains(key)) {
                fields.problem("url", "unknown option; " + Nearest.hint(key, "option", OPTIONS));
            } else if (value.isEmpty()) {
                fields.problem("url", "expected " + key + "=VALUE, found no value");
            } else {
                options.put(
                        key,
                        key.equals(ROOT_CERTIFICATE)
                                ? folder.resolve(value).normalize().toString()
                                : value);
            }
        }
        return options;
    }
}
