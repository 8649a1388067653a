package dev.baton.pipeline;

import dev.baton.model.FailureCode;
import dev.baton.model.Gate.CommandGate;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Pipeline;
import dev.baton.yaml.Problem;

import java.util.List;
import java.util.stream.Collectors;

/** What became of a pipeline's text. */
public sealed interface Parsed {
    /** It makes sense. */
    record Valid(Pipeline pipeline) implements Parsed {
        /** What its gates run, each once, in the order of the stages. */
        public List<String> commands() {
            return pipeline.stages().stream()
                    .flatMap(stage -> stage.gates().stream())
                    .filter(CommandGate.class::isInstance)
                    .map(gate -> ((CommandGate) gate).command())
                    .distinct()
                    .toList();
        }
    }

    /** It does not; every reason, in the order of the file. */
    record Invalid(List<Problem> problems) implements Parsed {
        public Invalid {
            problems = List.copyOf(problems);
        }

        /** One message for a person, one line a problem. */
        public String message() {
            return "pipeline: expected no problem, found " + problems.size() + ":\n"
                    + problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
        }
    }

    /** The pipeline, where a problem can only mean that somebody has to look. */
    default Pipeline orFail() {
        return switch (this) {
            case Valid valid -> valid.pipeline();
            case Invalid invalid ->
                throw new PermanentFailure(FailureCode.SETTINGS, invalid.message());
        };
    }
}
