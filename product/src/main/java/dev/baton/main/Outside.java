package dev.baton.main;

import dev.baton.agents.AgentEnvironment;
import dev.baton.agents.AgentSettings;
import dev.baton.agents.Agents;
import dev.baton.config.ProjectSettings;
import dev.baton.config.Settings;
import dev.baton.deploy.EnvironmentSettings;
import dev.baton.deploy.command.CommandEnvironments;
import dev.baton.engine.AgentLimits;
import dev.baton.git.Git;
import dev.baton.git.GitIdentity;
import dev.baton.git.GitSettings;
import dev.baton.model.Role;
import dev.baton.model.Ticker;
import dev.baton.runs.RunUnit;
import dev.baton.runs.process.ProcessUnits;
import dev.baton.workspace.Mirrors;
import dev.baton.workspace.RepositorySettings;
import dev.baton.workspace.WorkspaceSettings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The adapters to everything outside the database: git, workspaces, processes, agents.
 *
 * @param environment of the server's process
 */
record Outside(
        Settings settings,
        Map<String, String> environment,
        Git git,
        WorkspaceSettings folders,
        Mirrors mirrors,
        RunUnit units,
        Agents agents,
        CommandEnvironments environments) {

    static Outside of(Settings settings, Map<String, String> environment, Ticker ticker) {
        Path data = settings.server().data();
        Git git = new Git(gitSettings(settings, environment));
        WorkspaceSettings folders = WorkspaceSettings.in(data);
        return new Outside(
                settings,
                environment,
                git,
                folders,
                new Mirrors(git, folders, repositories(settings)),
                ProcessUnits.in(data.resolve("runs"), ticker),
                agents(settings),
                environments(settings, environment));
    }

    private static CommandEnvironments environments(
            Settings settings, Map<String, String> environment) {
        Map<String, Map<String, EnvironmentSettings>> byProject = new HashMap<>();
        settings.projects().forEach((name, p) -> byProject.put(name, p.environments()));
        return new CommandEnvironments(
                byProject,
                settings.file().resolveSibling("").normalize(),
                AgentEnvironment.allowed(environment, List.of()));
    }

    static GitSettings gitSettings(Settings settings, Map<String, String> environment) {
        var identity = settings.server().gitIdentity();
        return GitSettings.of(
                environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"),
                settings.server().data().resolve("git-home"),
                new GitIdentity(identity.name(), identity.email()));
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
