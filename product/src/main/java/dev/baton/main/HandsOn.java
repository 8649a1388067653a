package dev.baton.main;

import dev.baton.agents.SandboxSettings;
import dev.baton.config.ProjectSettings;
import dev.baton.config.Settings;
import dev.baton.effects.Effects;
import dev.baton.effects.Effects.LandingGuard;
import dev.baton.effects.Effects.Workplaces;
import dev.baton.engine.Collector;
import dev.baton.engine.EffectPerformer;
import dev.baton.engine.Hands;
import dev.baton.engine.Pipelines;
import dev.baton.forge.Forge;
import dev.baton.forge.git.GitForge;
import dev.baton.forge.git.GitForgeSettings;
import dev.baton.gates.Gates;
import dev.baton.model.Job;
import dev.baton.model.Run;
import dev.baton.model.Sha;
import dev.baton.runs.RunStopper;
import dev.baton.store.Store;
import dev.baton.workspace.Checkouts;
import dev.baton.workspace.CloneReader;
import dev.baton.workspace.Clones;
import dev.baton.workspace.HandoverFolder;
import dev.baton.workspace.OutFiles;
import dev.baton.workspace.RepositorySettings;
import dev.baton.workspace.RunScripts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Puts together what the driver can do outside the database. */
final class HandsOn {
    private HandsOn() {}

    static Hands everything(
            Outside outside,
            Store store,
            Pipelines pipelines,
            Supplier<String> ids,
            Failpoints failpoints) {
        CloneReader reader = new CloneReader(outside.mirrors(), outside.folders());
        HandoverFolder handovers =
                new HandoverFolder(outside.settings().server().data().resolve("handover"));
        Workplaces places = new Workplaces(
                outside.mirrors(),
                new Clones(outside.git(), outside.mirrors(), reader, outside.folders()),
                new Checkouts(outside.mirrors(), outside.folders()),
                new RunScripts(outside.git().identity()),
                handovers,
                project -> sandbox(outside.settings(), project),
                (project, name) -> deploySandbox(outside.settings(), project, name));
        List<EffectPerformer> performers = new ArrayList<>(Effects.performers(
                forges(outside, ids), LandingGuard.of(outside.mirrors(), outside.house())));
        performers.addAll(Effects.starts(
                outside.units(),
                store,
                pipelines,
                outside.agents(),
                outside.environments(),
                outside.environment(),
                places));
        RunStopper launcher = new RunStopper(outside.units());
        return new Hands(
                Hands.byKind(failpoints.over(performers)),
                collector(outside, store, handovers, reader),
                Effects.candidates(
                        outside.mirrors(),
                        outside.house(),
                        new Protections(outside.settings(), outside.mirrors())::of,
                        Hygienes.of(outside),
                        project -> Hygienes.rules(outside.settings(), project)),
                launcher,
                Effects.redacted(new Gates(), outside.redaction()),
                outside.limits(),
                Effects.deployLimits(outside.environments()));
    }

    private static Collector collector(
            Outside outside, Store store, HandoverFolder handovers, CloneReader reader) {
        return Effects.collector(
                new RunStopper(outside.units()),
                new OutFiles(handovers, outside.folders()),
                reader,
                run -> subject(store, run),
                run -> outside.units().logOf(run.unit()),
                Effects.statuses(store, outside.environments()),
                outside.redaction());
    }

    /** A project that the settings have no more: its tasks cannot get far anyway. */
    private static SandboxSettings sandbox(Settings settings, String project) {
        return Optional.ofNullable(settings.projects().get(project))
                .map(ProjectSettings::sandbox)
                .orElse(SandboxSettings.AUTO);
    }

    private static SandboxSettings deploySandbox(Settings settings, String project, String name) {
        return Optional.ofNullable(settings.projects().get(project))
                .flatMap(of -> Optional.ofNullable(of.deploySandboxes().get(name)))
                .orElse(SandboxSettings.NONE);
    }

    static Function<String, Forge> forges(Outside outside, Supplier<String> ids) {
        Map<String, Forge> forges = new HashMap<>();
        for (RepositorySettings repository : Outside.repositories(outside.settings())) {
            forges.put(
                    repository.project(),
                    new GitForge(
                            outside.git(),
                            new GitForgeSettings(
                                    repository.project(),
                                    repository.address(),
                                    repository.transport(),
                                    outside.mirrors().of(repository.project()).directory()),
                            ids));
        }
        return project -> {
            Forge forge = forges.get(project);
            if (forge == null) {
                throw new IllegalStateException("project " + project + ": no forge");
            }
            return forge;
        };
    }

    private static Sha subject(Store store, Run run) {
        return store.read(reads -> reads.work().job(run.jobId()))
                .map(Job::subject)
                .orElseThrow(() -> new IllegalStateException(
                        "run " + run.unit() + ": expected a job with the commit it judges"));
    }
}
