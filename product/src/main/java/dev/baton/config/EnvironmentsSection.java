package dev.baton.config;

import dev.baton.agents.SandboxPathSettings;
import dev.baton.agents.SandboxSettings;
import dev.baton.deploy.EnvironmentSettings;
import dev.baton.deploy.GitRefSettings;
import dev.baton.deploy.HealthSettings;
import dev.baton.deploy.WindowsSettings;
import dev.baton.yaml.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code projects.NAME.environments}. */
final class EnvironmentsSection {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final List<String> KINDS =
            List.of("command", "git-ref", "kubernetes", "compose");
    private static final String START_NOTHING = "true";

    private static final List<String> SANDBOX_KEYS = List.of(
            "sandbox",
            "sandbox-write",
            "sandbox-read",
            "memory",
            "processes",
            "open-files",
            "disk");
    private static final List<String> SOURCES = List.of("settings", "repository");

    private final ReaperSettings reaper;
    private final SandboxPathSettings places;
    private final Map<String, SandboxSettings> sandboxes = new LinkedHashMap<>();

    /**
     * @param places where a sandbox may open the machine
     */
    EnvironmentsSection(ReaperSettings reaper, SandboxPathSettings places) {
        this.reaper = reaper;
        this.places = places;
    }

    /** How deploy commands are shut in, of those that are; once they are read. */
    Map<String, SandboxSettings> sandboxes() {
        return sandboxes;
    }

    /** Those with problems are there too, so that naming one of them is no second problem. */
    Map<String, EnvironmentSettings> read(Fields project, String repository) {
        Map<String, EnvironmentSettings> environments = new LinkedHashMap<>();
        project.named("environments").forEach((name, fields) -> {
            if (!NAME.matcher(name).matches()) {
                project.fields("environments")
                        .problem(
                                name,
                                "expected a name of lower-case letters, digits and dashes (at most"
                                        + " 40), found '" + name + "'");
            }
            environments.put(name, environment(name, fields, repository));
        });
        return environments;
    }

    private EnvironmentSettings environment(String name, Fields fields, String repository) {
        String kind = fields.word("kind", "kind", KINDS);
        if (kind != null && kind.equals("git-ref")) {
            return gitRef(fields, repository);
        }
        if (fields.text("ref") != null) {
            fields.problem("ref", "expected it with kind git-ref only");
        }
        if (kind != null && !kind.equals("command")) {
            fields.problem(
                    "kind",
                    "'" + kind + "' is not available in this version. Next: use command or"
                            + " git-ref");
        }
        String start = fields.required("start");
        if (start.isBlank() && fields.has("start")) {
            fields.problem("start", "expected a command, found none");
        }
        boolean ofRepository = "repository".equals(fields.word("from", "source", SOURCES));
        sandbox(name, fields, ofRepository);
        EnvironmentSettings environment = new EnvironmentSettings(
                start.isBlank() ? START_NOTHING : start,
                command(fields, "status"),
                command(fields, "rollback"),
                timeout(fields),
                windows(fields),
                fields.has("health") ? health(fields.fields("health")) : null);
        fields.end();
        return ofRepository ? environment.ofRepository() : environment;
    }

    /** What agents wrote is not run unconfined because a program is missing. */
    private void sandbox(String name, Fields fields, boolean ofRepository) {
        SandboxSettings sandbox = SandboxSettings.read(fields, places);
        if (SANDBOX_KEYS.stream().anyMatch(fields::has)) {
            sandboxes.put(name, ofRepository ? sandbox.insisted() : sandbox);
        }
    }

    private EnvironmentSettings gitRef(Fields fields, String repository) {
        String ref = fields.required("ref");
        boolean valid = GitRefSettings.valid(ref);
        if (!valid && fields.has("ref")) {
            fields.problem(
                    "ref", "expected refs/heads/NAME or refs/tags/NAME, found '" + ref + "'");
        }
        EnvironmentSettings environment = new GitRefSettings(
                        repository, valid ? ref : "refs/heads/none")
                .commands(
                        timeout(fields),
                        windows(fields),
                        fields.has("health") ? health(fields.fields("health")) : null);
        fields.end();
        return environment;
    }

    private static WindowsSettings windows(Fields fields) {
        List<String> written = fields.texts("windows");
        if (written == null) {
            return WindowsSettings.ALWAYS;
        }
        if (written.isEmpty()) {
            fields.problem("windows", "expected at least one window, found none");
        }
        List<WindowsSettings.Window> windows = new ArrayList<>();
        for (String text : written) {
            WindowsSettings.parse(text)
                    .ifPresentOrElse(
                            windows::add,
                            () -> fields.problem(
                                    "windows",
                                    "expected " + WindowsSettings.EXPECTED + ", found '" + text
                                            + "'"));
        }
        return new WindowsSettings(windows);
    }

    private Duration timeout(Fields fields) {
        Duration timeout = fields.duration("timeout", EnvironmentSettings.TIMEOUT_DEFAULT);
        if (timeout.compareTo(reaper.timeoutMax()) > 0) {
            fields.problem("timeout", SettingsReader.tooLong(timeout, reaper));
        }
        return timeout;
    }

    private static @Nullable String command(Fields fields, String key) {
        String command = fields.text(key);
        if (command != null && command.isBlank()) {
            fields.problem(key, "expected a command, found none");
        }
        return command;
    }

    private static @Nullable HealthSettings health(Fields fields) {
        String url = fields.text("url");
        String json = fields.text("json");
        String command = command(fields, "command");
        int successes = fields.number("successes", 1, HealthSettings.SUCCESSES_DEFAULT);
        Duration deadline = fields.duration("deadline", HealthSettings.DEADLINE_DEFAULT);
        fields.end();
        if ((url == null) == (command == null)) {
            fields.problem(
                    url == null ? "url" : "command",
                    "expected either url and json or a command, found "
                            + (url == null ? "neither" : "both"));
            return null;
        }
        if ((url == null) != (json == null)) {
            fields.problem(
                    "json",
                    url == null
                            ? "expected it with url only, found it with a command"
                            : "expected the field of the answer that has the deployed commit, found"
                                    + " none");
            return null;
        }
        if (url != null && !overHttp(url)) {
            fields.problem("url", "expected http://… or https://…, found '" + url + "'");
            return null;
        }
        return new HealthSettings(url, json, command, successes, deadline);
    }

    private static boolean overHttp(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null
                    && uri.getUserInfo() == null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
