package dev.baton.effects;

import dev.baton.agents.AgentCommand;
import dev.baton.agents.AgentEnvironment;
import dev.baton.agents.AgentEnvironment.Variables;
import dev.baton.agents.AgentLogins;
import dev.baton.agents.AgentProgram;
import dev.baton.agents.Agents;
import dev.baton.agents.Prompt;
import dev.baton.agents.SandboxSettings;
import dev.baton.model.FailureCode;
import dev.baton.model.Job;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Role;
import dev.baton.model.Run;
import dev.baton.model.Stage;
import dev.baton.model.Task;
import dev.baton.runs.Confinement;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunHome;
import dev.baton.runs.RunHome.Login;
import dev.baton.workspace.CloneName;
import dev.baton.workspace.Clones;
import dev.baton.workspace.Handover;
import dev.baton.workspace.HandoverFolder;
import dev.baton.workspace.Prepared;
import dev.baton.workspace.RunScripts;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes ready what an agent's run needs: its clone, its prompt, its environment. */
final class AgentLaunch {
    private final Agents agents;
    private final Map<String, String> environment;
    private final Clones clones;
    private final RunScripts scripts;
    private final HandoverFolder handovers;
    private final Prompts prompts;

    /**
     * @param environment of the server; an agent gets the allow-listed part
     */
    AgentLaunch(
            Agents agents,
            Map<String, String> environment,
            Clones clones,
            RunScripts scripts,
            HandoverFolder handovers,
            Prompts prompts) {
        this.agents = agents;
        this.environment = Map.copyOf(environment);
        this.clones = clones;
        this.scripts = scripts;
        this.handovers = handovers;
        this.prompts = prompts;
    }

    LaunchSpec spec(Task task, Stage stage, Role role, Job job, Run run) {
        AgentCommand agent = agents.of(task.project(), role);
        requireProgram(agent, task);
        Prepared prepared = clones.prepare(task, CloneName.of(task, run));
        Prompt prompt = prompts.prompt(task, stage, role, job, prepared);
        Path promptFile =
                handovers.write(run.unit(), "prompt.md", prompts.text(task, prompt, stage));
        Handover handover = new Handover(promptFile, handovers.out(run.unit()));
        Variables variables = new Variables(
                task.key(),
                stage.id().name(),
                task.visit(),
                job.attempt() + 1,
                role.name(),
                run.unit(),
                prepared.baseSha().value(),
                prepared.head().value(),
                handover.out().toString());
        return new LaunchSpec(
                run.unit(),
                prepared.folder(),
                agent.argv(),
                environment(agent, variables),
                promptFile,
                scripts.prologue(task, prepared, run.unit(), handover),
                scripts.epilogue(task, stage, prepared, run.unit()),
                LaunchSpec.LOG_BYTES_MAX,
                confinement(task, role, agent, promptFile.resolveSibling("")),
                handover.out());
    }

    /** The prologue, which runs inside too, reads what was handed over. */
    private Confinement confinement(Task task, Role role, AgentCommand agent, Path handover) {
        SandboxSettings sandbox = agent.sandbox();
        List<Login> logins = Optional.ofNullable(environment.get("HOME")).stream()
                .filter(home -> home.startsWith("/"))
                .flatMap(home -> AgentLogins.of(agent, Path.of(home)).stream())
                .map(login -> new Login(login.path(), login.text(), login.changed()))
                .toList();
        return new Confinement(
                sandbox.wanted(),
                sandbox.writable(),
                Stream.concat(Stream.of(handover), sandbox.readable().stream()).toList(),
                new RunHome(task.project(), role.name(), logins),
                sandbox.limits(),
                true);
    }

    private void requireProgram(AgentCommand agent, Task task) {
        String path = environment.getOrDefault("PATH", "");
        if (AgentProgram.find(agent, path) instanceof AgentProgram.Missing(String why)) {
            throw new PermanentFailure(FailureCode.AGENT, "task " + task.key() + ": " + why);
        }
    }

    /** The supervisor sets {@code BATON_RUN} itself: it is the tag of every process of the unit. */
    private Map<String, String> environment(AgentCommand agent, Variables variables) {
        Map<String, String> all =
                new HashMap<>(AgentEnvironment.of(environment, agent.env(), variables));
        all.remove(LaunchSpec.TAG);
        return all;
    }
}
