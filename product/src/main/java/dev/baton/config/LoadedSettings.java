package dev.baton.config;

import dev.baton.yaml.Problem;

import java.util.List;
import java.util.stream.Collectors;

/** What became of reading the settings. */
public sealed interface LoadedSettings {
    /** They can be used. */
    record Valid(Settings settings) implements LoadedSettings {}

    /** They cannot; every reason, in the order of the file. */
    record Invalid(List<Problem> problems) implements LoadedSettings {
        public Invalid {
            problems = List.copyOf(problems);
        }

        /** One message for a person, one line a problem. */
        public String message() {
            return "settings: expected no problem, found " + problems.size() + ":\n"
                    + problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
        }
    }

    /** There is no file; the message says where it was looked for. */
    record NotFound(String message) implements LoadedSettings {}
}
