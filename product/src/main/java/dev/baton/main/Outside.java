package dev.baton.main;

import dev.baton.agents.AgentEnvironment;
import dev.baton.agents.AgentSettings;
import dev.baton.agents.Agents;
import dev.baton.config.DataFolder;
import dev.baton.config.ProjectSettings;
import dev.baton.config.Secret;
import dev.baton.config.Settings;
import dev.baton.deploy.EnvironmentSettings;
import dev.baton.deploy.command.CommandEnvironments;
import dev.baton.engine.AgentLimits;
import dev.baton.git.Git;
import dev.baton.git.GitIdentity;
import dev.baton.git.GitSettings;
import dev.baton.model.Role;
import dev.baton.runs.GroupProbe;
import dev.baton.runs.LaunchListener;
import dev.baton.runs.RunGroups;
import dev.baton.runs.RunUnit;
import dev.baton.runs.process.ProcessUnits;
import dev.baton.text.Redaction;
import dev.baton.text.SecretNames;
import dev.baton.web.AccessToken;
import dev.baton.workspace.House;
import dev.baton.workspace.Mirrors;
import dev.baton.workspace.RepositorySettings;
import dev.baton.workspace.WorkspaceSettings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The adapters to everything outside the database: git, workspaces, processes, agents.
 *
 * @param environment of the server's process
 * @param redaction takes secrets out of texts
 */
record Outside(
        Settings settings,
        Map<String, String> environment,
        Git git,
        WorkspaceSettings folders,
        Mirrors mirrors,
        House house,
        RunUnit units,
        RunGroups groups,
        Agents agents,
        CommandEnvironments environments,
        Redaction redaction) {

    /**
     * @param launches is told of every start of a process that outlives the server
     */
    static Outside of(Settings settings, Machine machine, LaunchListener launches) {
        Map<String, String> environment = machine.environment();
        Path data = settings.server().data();
        Git git = new Git(gitSettings(settings, environment));
        WorkspaceSettings folders = WorkspaceSettings.in(data);
        Redaction redaction = redaction(settings, machine);
        Mirrors mirrors = new Mirrors(git, folders, repositories(settings));
        DeployPrograms.warn(settings);
        ProcessUnits.Groups groups = Groups.of(GroupProbe.look(), data.resolve("runs"));
        return new Outside(
                settings,
                environment,
                git,
                folders,
                mirrors,
                new House(git, () -> own(settings)),
                ProcessUnits.in(
                        data.resolve("runs"),
                        machine.ticker(),
                        Enclosures.of(settings, environment),
                        groups,
                        launches),
                groups,
                agents(settings),
                environments(settings, environment, redaction, mirrors),
                redaction);
    }

    private static Redaction redaction(Settings settings, Machine machine) {
        AccessToken token = AccessToken.openOrCreate(settings.server().token(), machine.random());
        return Redaction.of(Stream.of(
                        Stream.of(token.reveal()),
                        settings.secrets().values().values().stream().map(Secret::reveal),
                        settings.access().people().stream().map(p -> p.token().reveal()),
                        passedThrough(settings, machine.environment()))
                .flatMap(values -> values)
                .toList());
    }

    /** What agents get of secrets out of the environment of the server. */
    private static Stream<String> passedThrough(
            Settings settings, Map<String, String> environment) {
        return settings.agents().values().stream()
                .flatMap(agent -> agent.env().stream())
                .flatMap(name -> Stream.ofNullable(environment.get(name))
                        .filter(value -> SecretNames.tells(name, value)));
    }

    private static CommandEnvironments environments(
            Settings settings,
            Map<String, String> environment,
            Redaction redaction,
            Mirrors mirrors) {
        Map<String, Map<String, EnvironmentSettings>> byProject = new HashMap<>();
        settings.projects().forEach((name, p) -> byProject.put(name, p.environments()));
        return new CommandEnvironments(
                byProject,
                settings.file().resolveSibling("").normalize(),
                AgentEnvironment.allowed(environment, List.of()),
                redaction,
                (project, later, earlier) -> mirrors.of(project).containsAsOfNow(later, earlier));
    }

    static GitSettings gitSettings(Settings settings, Map<String, String> environment) {
        var identity = settings.server().gitIdentity();
        return GitSettings.of(
                environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"),
                settings.server().data().resolve("git-home"),
                new GitIdentity(identity.name(), identity.email()));
    }

    /** What no task may change: where Baton keeps what it is told by, and what it is told. */
    static List<Path> own(Settings settings) {
        return Stream.concat(
                        Stream.of(settings.file(), settings.server().data()),
                        DataFolder.signsBeside(settings.file()).stream())
                .toList();
    }

    static List<RepositorySettings> repositories(Settings settings) {
        return settings.projects().values().stream().map(Outside::repository).toList();
    }

    static RepositorySettings repository(ProjectSettings project) {
        return new RepositorySettings(project.name(), project.repository(), project.base());
    }

    private static Agents agents(Settings settings) {
        Map<String, Map<Role, AgentSettings>> byProject = new HashMap<>();
        settings.projects().forEach((name, project) -> {
            Map<Role, AgentSettings> roles = new HashMap<>();
            project.agents().forEach((role, agent) -> roles.put(new Role(role), agent));
            byProject.put(name, roles);
        });
        return new Agents(byProject);
    }

    AgentLimits limits() {
        return new AgentLimits() {
            @Override
            public Duration timeout(String project, Role role) {
                return agents.timeout(project, role);
            }

            @Override
            public int attempts(String project, Role role) {
                return agents.attempts(project, role);
            }
        };
    }
}
