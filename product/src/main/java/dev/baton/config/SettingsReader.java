package dev.baton.config;

import dev.baton.agents.AgentSettings;
import dev.baton.agents.SandboxPathSettings;
import dev.baton.yaml.Durations;
import dev.baton.yaml.Fields;
import dev.baton.yaml.Sizes;
import dev.baton.yaml.YamlDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one text to {@link Settings}. */
final class SettingsReader {
    private final Path file;
    private final Path folder;
    private final String text;
    private final YamlDocument document;
    private final Map<String, String> environment;

    SettingsReader(Path file, String name, String text, Map<String, String> environment) {
        this.file = file.toAbsolutePath().normalize();
        this.folder = this.file.resolveSibling("").normalize();
        this.text = text;
        this.document = YamlDocument.parse(name, text);
        this.environment = environment;
    }

    LoadedSettings read() {
        if (document.broken()) {
            return new LoadedSettings.Invalid(document.problems());
        }
        Fields root = document.root();
        ServerSettings server = new ServerSection(file, environment).server(root.fields("server"));
        SecretsSettings secrets = new SecretsSection(folder, environment).read(root);
        StoreSettings store = new StoreSection(folder, secrets).read(root.fields("store"));
        JobsSettings jobs = jobs(root.fields("jobs"));
        ReaperSettings reaper = ActorsSection.reaper(root.fields("reaper"));
        SandboxPathSettings places = places(server);
        Map<String, AgentSettings> agents = agents(root, reaper, places);
        ProjectsSection projects =
                new ProjectsSection(folder, agents, root.named("agents").keySet(), reaper, places);
        Map<String, ProjectSettings> read = projects.read(root);
        Settings settings = new Settings(
                file,
                text,
                server,
                store,
                secrets,
                new AccessSection(secrets).read(root),
                new NotifySection(secrets).read(root.fields("notify")),
                jobs,
                agents,
                read,
                reaper,
                ActorsSection.reconciler(root.fields("reconciler")),
                ActorsSection.mergeLease(root.fields("merge-lease"), read),
                ActorsSection.transitionLease(root.fields("transition-lease")),
                ActorsSection.cleanup(root.fields("cleanup")),
                ActorsSection.testing(root.fields("testing")));
        root.end();
        return document.problems().isEmpty()
                ? new LoadedSettings.Valid(settings)
                : new LoadedSettings.Invalid(document.problems());
    }

    /** Every key that was asked for. */
    Set<String> asked() {
        return document.asked();
    }

    private static JobsSettings jobs(Fields fields) {
        JobsSettings jobs = new JobsSettings(
                fields.number("max-concurrency", 1, JobsSettings.CONCURRENCY_MAX_DEFAULT),
                fields.number("max-commands", 1, JobsSettings.COMMANDS_MAX_DEFAULT),
                disk(fields));
        fields.end();
        return jobs;
    }

    private static @Nullable Long disk(Fields fields) {
        String text = fields.text("disk");
        if (text == null) {
            return null;
        }
        OptionalLong bytes = Sizes.parse(text);
        if (bytes.isEmpty()) {
            fields.problem("disk", "expected " + Sizes.EXPECTED + ", found '" + text + "'");
            return null;
        }
        return bytes.getAsLong();
    }

    private Map<String, AgentSettings> agents(
            Fields root, ReaperSettings reaper, SandboxPathSettings places) {
        Map<String, AgentSettings> agents = new LinkedHashMap<>();
        root.named("agents").forEach((name, fields) -> {
            AgentSettings agent = AgentSettings.read(name, fields, places);
            if (agent != null && agent.timeout().compareTo(reaper.timeoutMax()) > 0) {
                fields.problem("timeout", tooLong(agent.timeout(), reaper));
            }
            if (agent != null) {
                agents.put(name, agent);
            }
        });
        return agents;
    }

    private SandboxPathSettings places(ServerSettings server) {
        String home = environment.getOrDefault("HOME", "");
        return new SandboxPathSettings(
                this::place,
                file,
                server.data(),
                home.startsWith("/") ? Path.of(home).normalize() : null,
                MachineMemory.bytes());
    }

    /** A path as written to an absolute one; {@code ~/} is the home folder, as in a shell. */
    private String place(String written) {
        String home = environment.getOrDefault("HOME", "");
        return written.startsWith("~/") && !home.isEmpty()
                ? Path.of(home).resolve(written.substring(2)).normalize().toString()
                : folder.resolve(written).normalize().toString();
    }

    /** The backstop would kill what is healthy. */
    static String tooLong(Duration timeout, ReaperSettings reaper) {
        return "expected less than reaper.max-running (" + Durations.text(reaper.runningMax())
                + ") minus reaper.finalize-grace (" + Durations.text(reaper.finalizeGrace())
                + "), found " + Durations.text(timeout) + ". Next: raise reaper.max-running";
    }
}
