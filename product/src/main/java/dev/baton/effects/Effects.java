package dev.baton.effects;

import dev.baton.agents.Agents;
import dev.baton.engine.CandidateBuilder;
import dev.baton.engine.Collector;
import dev.baton.engine.EffectPerformer;
import dev.baton.engine.Launcher;
import dev.baton.engine.Pipelines;
import dev.baton.forge.Forge;
import dev.baton.model.Effect;
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
import dev.baton.workspace.Mirrors;
import dev.baton.workspace.RunScripts;

import java.nio.file.Path;
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
     */
    public static List<EffectPerformer> performers(Function<String, Forge> forges) {
        return List.of(
                new PushPerformer(forges),
                new ChangeRequestPerformer(forges),
                new MergePerformer(forges));
    }

    /**
     * The performer of RUN.
     *
     * @param environment of the server; runs get the allow-listed part
     */
    public static EffectPerformer starts(
            RunUnit units,
            Store store,
            Pipelines pipelines,
            Agents agents,
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
        GateLaunch gateLaunch = new GateLaunch(places.checkouts(), environment);
        return new RunPerformer(units, new Launches(store, pipelines, agentLaunch, gateLaunch));
    }

    /**
     * The performer of RUN, with the way to a specification from elsewhere.
     *
     * @param specs prepares everything a unit needs; repeatable
     */
    public static EffectPerformer starts(
            RunUnit units, BiFunction<EffectPerformer.Order, Effect.StartRun, LaunchSpec> specs) {
        return new RunPerformer(units, specs::apply);
    }

    /** Where runs work. */
    public record Workplaces(
            Mirrors mirrors,
            Clones clones,
            Checkouts checkouts,
            RunScripts scripts,
            HandoverFolder handovers) {}

    public static CandidateBuilder candidates(Mirrors mirrors) {
        return new MirrorCandidates(mirrors);
    }

    /**
     * @param subject the commit that the job of a gate run judges
     * @param log where a run's log is
     * @param redact takes secrets out of a text, by value
     */
    public static Collector collector(
            Launcher launcher,
            Clones clones,
            CloneReader reader,
            Function<Run, Sha> subject,
            Function<Run, Path> log,
            UnaryOperator<String> redact) {
        return new RunCollector(launcher, clones, reader, subject, log, new LogTail(redact));
    }
}
