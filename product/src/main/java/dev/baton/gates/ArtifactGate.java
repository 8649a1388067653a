package dev.baton.gates;

import dev.baton.model.Evidence;
import dev.baton.model.Judgement;
import dev.baton.model.Sha;

import java.util.List;

/** Whether the commit has the file that the stage has to leave. */
final class ArtifactGate {
    private ArtifactGate() {}

    static Judgement judge(Sha head, Evidence.Artifact artifact) {
        Long bytes = artifact.bytes();
        String expected = "expected " + artifact.path() + " in " + head.abbreviated() + ", found ";
        if (bytes == null) {
            String problem = artifact.problem() == null ? "no such file" : artifact.problem();
            return new Judgement.Red(expected + problem, List.of(artifact.path() + ": " + problem));
        }
        return bytes == 0
                ? new Judgement.Red(
                        expected + "it empty", List.of(artifact.path() + ": it is empty"))
                : new Judgement.Green(artifact.path() + ": " + bytes + " bytes");
    }
}
