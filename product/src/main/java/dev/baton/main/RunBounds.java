package dev.baton.main;

import dev.baton.config.Settings;
import dev.baton.jobs.LimitWatch.Bounds;
import dev.baton.model.JobKind;
import dev.baton.model.Role;
import dev.baton.model.Run;
import dev.baton.model.Task;
import dev.baton.runs.RunHome;
import dev.baton.store.Store;
import dev.baton.workspace.Checkouts;
import dev.baton.workspace.CloneName;
import dev.baton.workspace.CloneReader;
import dev.baton.workspace.HandoverFolder;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the settings let a run take of the machine, and where it takes it. */
final class RunBounds {
    private final Settings settings;
    private final Outside outside;
    private final Store store;
    private final CloneReader clones;
    private final Checkouts checkouts;
    private final HandoverFolder handovers;

    RunBounds(Settings settings, Outside outside, Store store) {
        this.settings = settings;
        this.outside = outside;
        this.store = store;
        this.clones = new CloneReader(outside.mirrors(), outside.folders());
        this.checkouts = new Checkouts(outside.mirrors(), outside.folders());
        this.handovers = new HandoverFolder(settings.server().data().resolve("handover"));
    }

    /** Empty for what the settings do not have any more. */
    Optional<Bounds> of(Run run) {
        return store.read(reads -> reads.tasks().byId(run.task()))
                .flatMap(task -> run.kind() == JobKind.AGENT ? agent(task, run) : gate(task, run));
    }

    private Optional<Bounds> agent(Task task, Run run) {
        Role role = new Role(run.jobName());
        return outside.agents()
                .find(task.project(), role)
                .map(agent -> new Bounds(
                        agent.sandbox().limits(),
                        "agents." + agent.name(),
                        List.of(
                                clones.folder(CloneName.of(task, run)),
                                handovers.folder(run.unit())),
                        home(new RunHome(task.project(), role.name(), List.of()))));
    }

    private Path home(RunHome home) {
        return settings.server().data().resolve("homes").resolve(home.place());
    }

    private Optional<Bounds> gate(Task task, Run run) {
        return Optional.ofNullable(settings.projects().get(task.project()))
                .map(project -> new Bounds(
                        project.sandbox().limits(),
                        "projects." + task.project(),
                        List.of(checkouts.path(run.unit())),
                        home(RunHome.ofGates(task.project()))));
    }
}
