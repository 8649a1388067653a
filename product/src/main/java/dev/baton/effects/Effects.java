package dev.baton.effects;

import dev.baton.agents.Agents;
import dev.baton.agents.SandboxSettings;
import dev.baton.deploy.Environments;
import dev.baton.engine.CandidateBuilder;
import dev.baton.engine.Collector;
import dev.baton.engine.DeployLimits;
import dev.baton.engine.EffectPerformer;
import dev.baton.engine.GateEvaluator;
import dev.baton.engine.Launcher;
import dev.baton.engine.Pipelines;
import dev.baton.forge.Forge;
import dev.baton.model.DeployAnswer;
import dev.baton.model.Effect;
import dev.baton.model.EffectKind;
import dev.baton.model.EnvironmentRules;
import dev.baton.model.Evidence;
import dev.baton.model.Run;
import dev.baton.model.Sha;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunUnit;
import dev.baton.store.Store;
import dev.baton.workspace.BaseFiles;
import dev.baton.workspace.Checkouts;
import dev.baton.workspace.CloneReader;
import dev.baton.workspace.Clones;
import dev.baton.workspace.HandoverFolder;
import dev.baton.workspace.House;
import dev.baton.workspace.Hygiene;
import dev.baton.workspace.Mirrors;
import dev.baton.workspace.OutFiles;
import dev.baton.workspace.Protection;
import dev.baton.workspace.RunScripts;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Makes what the engine needs of this package. */
public final class Effects {
    private Effects() {}

    /**
     * Performers of PUSH, CHANGE_REQUEST and MERGE.
     *
     * @param forges the forge of a project, by its name
     * @param guard says what no merge may write to
     */
    public static List<EffectPerformer> performers(
            Function<String, Forge> forges, LandingGuard guard) {
        return List.of(
                new PushPerformer(forges),
                new ChangeRequestPerformer(forges),
                new MergePerformer(forges, guard));
    }

    /**
     * The performers of RUN and DEPLOY.
     *
     * @param environment of the server; runs get the allow-listed part
     */
    public static List<EffectPerformer> starts(
            RunUnit units,
            Store store,
            Pipelines pipelines,
            Agents agents,
            Environments environments,
            Map<String, String> environment,
            Workplaces places) {
        Prompts prompts = new Prompts(store, new BaseFiles(places.mirrors()));
        AgentLaunch agentLaunch = new AgentLaunch(
                agents,
                environment,
                places.clones(),
                places.scripts(),
                places.handovers(),
                prompts);
        Launches launches = new Launches(
                store,
                pipelines,
                agentLaunch,
                new GateLaunch(places.checkouts(), environment, places.sandboxes()),
                new DeployLaunch(
                        environments, places.checkouts(), environment, places.deploySandboxes()));
        return List.of(
                new RunPerformer(EffectKind.RUN, units, launches),
                new RunPerformer(EffectKind.DEPLOY, units, launches));
    }

    /** What the settings say of environments. */
    public static DeployLimits deployLimits(Environments environments) {
        return new DeployLimits() {
            @Override
            public Duration timeout(String project, String name) {
                return environments
                        .find(project, name)
                        .orElseThrow(() -> DeployLaunch.unknown(project, name))
                        .timeout();
            }

            @Override
            public List<EnvironmentRules> rules(String project, Instant now) {
                return environments.of(project).entrySet().stream()
                        .map(named -> new EnvironmentRules(
                                named.getKey(),
                                named.getValue().rollback().isPresent(),
                                named.getValue().opensAt(now).orElse(null)))
                        .toList();
            }
        };
    }

    /** Asks the environment of a deploy run what became of it. */
    public static Function<Run, Evidence.DeployStatus> statuses(
            Store store, Environments environments) {
        return run -> store.read(reads -> reads.deployments().byUnit(run.unit()))
                .flatMap(line -> environments
                        .find(line.project(), line.environment())
                        .map(found -> found.status(line)))
                .orElseGet(() -> new Evidence.DeployStatus(
                        DeployAnswer.UNKNOWN, "the settings have no such environment any more"));
    }

    /**
     * The performer of a kind of start, with the way to a specification from elsewhere.
     *
     * @param specs prepares everything a unit needs; repeatable
     */
    public static EffectPerformer starts(
            EffectKind kind,
            RunUnit units,
            BiFunction<EffectPerformer.Order, Effect.Starts, LaunchSpec> specs) {
        return new RunPerformer(kind, units, specs::apply);
    }

    /**
     * Where runs work.
     *
     * @param sandboxes how the gate commands of a project, by its name, are kept apart
     * @param deploySandboxes the same for deploy commands, by project and environment
     */
    public record Workplaces(
            Mirrors mirrors,
            Clones clones,
            Checkouts checkouts,
            RunScripts scripts,
            HandoverFolder handovers,
            Function<String, SandboxSettings> sandboxes,
            BiFunction<String, String, SandboxSettings> deploySandboxes) {}

    /**
     * @param protections what is protected in the repository of a project, by its name
     * @param rules what the settings of a project, by its name, let pass beside its pipeline
     */
    public static CandidateBuilder candidates(
            Mirrors mirrors,
            House house,
            Function<String, Protection> protections,
            Hygiene hygiene,
            Function<String, Hygiene.Rules> rules) {
        return new MirrorCandidates(mirrors, house, protections, hygiene, rules);
    }

    /**
     * The same gates, and no secret in what they say.
     *
     * @param redact takes secrets out of a text, by value
     */
    public static GateEvaluator redacted(GateEvaluator gates, UnaryOperator<String> redact) {
        return new RedactedGates(gates, redact);
    }

    /**
     * @param subject the commit that the job of a gate or deploy run is about
     * @param status what the environment says of a deploy run that nobody saw end
     * @param log where a run's log is
     * @param redact takes secrets out of a text, by value
     */
    public static Collector collector(
            Launcher launcher,
            OutFiles outFiles,
            CloneReader reader,
            Function<Run, Sha> subject,
            Function<Run, Path> log,
            Function<Run, Evidence.DeployStatus> status,
            UnaryOperator<String> redact) {
        return new RunCollector(launcher, outFiles, reader, subject, log, status, redact);
    }

    /** The last look at what a merge would write to. */
    @FunctionalInterface
    public interface LandingGuard {
        /** The paths that it touches and may not; empty = it may land. */
        List<String> forbidden(String project, Sha base, Sha candidate);

        static LandingGuard of(Mirrors mirrors, House house) {
            return (project, base, candidate) ->
                    house.touched(mirrors.of(project), base, candidate.value());
        }
    }
}
