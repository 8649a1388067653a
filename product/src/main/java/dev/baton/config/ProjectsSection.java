package dev.baton.config;

import dev.baton.agents.AgentSettings;
import dev.baton.agents.SandboxPathSettings;
import dev.baton.agents.SandboxSettings;
import dev.baton.deploy.EnvironmentSettings;
import dev.baton.pipeline.HygieneSettings;
import dev.baton.pipeline.PipelineSettings;
import dev.baton.yaml.Fields;
import dev.baton.yaml.Nearest;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code projects}. */
final class ProjectsSection {
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9]{0,9}");
    private static final Pattern URL = Pattern.compile("(https?|ssh|git|file)://[^\\s]+");
    private static final Pattern SCP = Pattern.compile("[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[^\\s:]+");
    private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./+-]{0,199}");
    private static final List<String> FORGES = List.of("git", "gitea", "github");
    private static final List<String> TRACKERS = List.of("board", "plane", "issues");

    private final Path folder;
    private final Map<String, AgentSettings> agents;
    private final Set<String> agentNames;
    private final ReaperSettings reaper;
    private final SandboxPathSettings places;

    /**
     * @param agentNames also those with problems: a role that names one is no second problem
     * @param places what paths of a sandbox are read against
     */
    ProjectsSection(
            Path folder,
            Map<String, AgentSettings> agents,
            Set<String> agentNames,
            ReaperSettings reaper,
            SandboxPathSettings places) {
        this.folder = folder;
        this.agents = agents;
        this.agentNames = agentNames;
        this.reaper = reaper;
        this.places = places;
    }

    Map<String, ProjectSettings> read(Fields root) {
        Map<String, ProjectSettings> projects = new LinkedHashMap<>();
        Map<String, Fields> named = root.named("projects");
        if (named.isEmpty()) {
            root.problem("projects", "expected at least one project, found none");
        }
        named.forEach((name, fields) -> {
            if (!NAME.matcher(name).matches()) {
                root.fields("projects")
                        .problem(
                                name,
                                "expected a project name of capital letters"
                                        + " and digits (at most 10), found '" + name + "'");
            }
            projects.put(name, project(name, fields));
        });
        return projects;
    }

    private ProjectSettings project(String name, Fields fields) {
        String repository = repository(fields);
        String base = base(fields);
        PipelineSettings pipeline = pipeline(fields);
        Map<String, AgentSettings> roles = roles(fields, pipeline);
        later(fields, "clone", "full");
        kind(fields, "forge", "git", FORGES);
        kind(fields, "tracker", "board", TRACKERS);
        EnvironmentsSection section = new EnvironmentsSection(reaper, places);
        Map<String, EnvironmentSettings> environments = section.read(fields, repository);
        deployed(fields, pipeline, environments.keySet());
        SandboxSettings sandbox = SandboxSettings.read(fields, places);
        HygieneSettings hygiene = HygieneSettings.read(fields);
        Integer concurrencyMax = fields.number("max-concurrency", 1);
        fields.end();
        ProjectSettings project = new ProjectSettings(
                name,
                repository,
                base,
                pipeline,
                roles,
                environments,
                section.sandboxes(),
                sandbox,
                hygiene,
                concurrencyMax);
        approved(fields, project);
        return project;
    }

    private String repository(Fields fields) {
        String written = fields.required("repository");
        if (written.isEmpty()
                || URL.matcher(written).matches()
                || SCP.matcher(written).matches()) {
            return written;
        }
        // git reads NAME::ADDRESS as the name of a program to run.
        if (written.contains("::") || written.contains("://")) {
            fields.problem(
                    "repository",
                    "expected a path or a URL (https, ssh, git, file), found '" + written + "'");
            return written;
        }
        return folder.resolve(written).normalize().toString();
    }

    private static String base(Fields fields) {
        String base = fields.text("base", ProjectSettings.BASE_DEFAULT);
        boolean allowed = BRANCH.matcher(base).matches()
                && !base.contains("..")
                && !base.contains("//")
                && !base.contains("/.")
                && !base.endsWith("/")
                && !base.endsWith(".")
                && !base.endsWith(".lock");
        if (!allowed) {
            fields.problem("base", "expected the name of a branch, found '" + base + "'");
        }
        return base;
    }

    private PipelineSettings pipeline(Fields fields) {
        String preset = fields.text("pipeline");
        String test = fields.text("test");
        boolean approve = fields.flag("approve-production", true);
        if (fields.has("approve-production") && !"standard".equals(preset)) {
            fields.problem("approve-production", "expected it with pipeline: standard only");
        }
        if (preset == null) {
            return new PipelineSettings(null, test);
        }
        Optional<String> problem = PipelineSettings.presetProblem(preset);
        if (problem.isPresent()) {
            fields.problem("pipeline", problem.get());
            return new PipelineSettings(null, test);
        }
        if (test == null || test.isBlank()) {
            fields.problem(
                    "test",
                    "expected the command of the project's tests, found none: the" + " preset '"
                            + preset + "' runs it");
            return new PipelineSettings(null, test);
        }
        PipelineSettings pipeline = new PipelineSettings(preset, test, approve);
        if (pipeline.presetTimeoutMax().compareTo(reaper.timeoutMax()) > 0) {
            fields.problem(
                    "pipeline",
                    "preset '" + preset + "': "
                            + SettingsReader.tooLong(pipeline.presetTimeoutMax(), reaper));
        }
        return pipeline;
    }

    private Map<String, AgentSettings> roles(Fields fields, PipelineSettings pipeline) {
        Map<String, AgentSettings> roles = new LinkedHashMap<>();
        Fields written = fields.fields("agents");
        Map<String, String> pairs = fields.pairs("agents");
        pairs.forEach((role, name) -> {
            AgentSettings agent = agents.get(name);
            if (agent != null) {
                roles.put(role, agent);
            } else if (!agentNames.contains(name)) {
                written.problem(
                        role,
                        "unknown agent '" + name + "'; " + Nearest.hint(name, "agent", agentNames));
            }
        });
        for (String role : pipeline.presetRoles()) {
            if (!pairs.containsKey(role)) {
                fields.problem(
                        "agents",
                        "expected an agent for the role '" + role
                                + "' of the preset '" + pipeline.preset() + "', found none; "
                                + Nearest.hint(role, "role", pairs.keySet()));
            }
        }
        return roles;
    }

    private static void deployed(Fields fields, PipelineSettings pipeline, Set<String> known) {
        for (String name : pipeline.presetEnvironments()) {
            if (!known.contains(name)) {
                fields.problem(
                        "environments",
                        "expected the environment '" + name + "' of the preset '"
                                + pipeline.preset() + "', found none; "
                                + Nearest.hint(name, "environment", known));
            }
        }
    }

    private static void approved(Fields fields, ProjectSettings project) {
        project.environmentsToApprove().stream()
                .sorted()
                .filter(name -> !project.pipeline().presetAsksBefore(name))
                .forEach(name -> fields.fields("environments")
                        .problem(
                                name,
                                "from: repository runs the script of the commit, which agents"
                                        + " wrote, and the preset '"
                                        + project.pipeline().preset()
                                        + "' asks nobody before it: expected it shut in. Next:"
                                        + " write sandbox: bubblewrap beside from: repository, or"
                                        + " a pipeline of your own with the gate 'approval' before"
                                        + " deploy: {environment: " + name + "}"));
    }

    private static void kind(Fields fields, String key, String only, List<String> known) {
        Fields settings = fields.fields(key);
        String kind = settings.word("kind", key, known);
        if (kind != null && !kind.equals(only)) {
            settings.problem(
                    "kind", "'" + kind + "' is not available in this version. Next: use " + only);
        }
        settings.end();
    }

    private static void later(Fields fields, String key, String only) {
        String found = fields.text(key);
        if (found != null && !found.equals(only)) {
            fields.problem(
                    key,
                    "expected " + only + ", found '" + found
                            + "': another value is not available in this version");
        }
    }
}
