package dev.baton.effects;

import dev.baton.engine.CandidateBuilder;
import dev.baton.engine.Collector;
import dev.baton.engine.EffectPerformer;
import dev.baton.engine.Launcher;
import dev.baton.forge.Forge;
import dev.baton.model.Run;
import dev.baton.model.Sha;
import dev.baton.workspace.CloneReader;
import dev.baton.workspace.Clones;
import dev.baton.workspace.Mirrors;

import java.nio.file.Path;
import java.util.List;
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
