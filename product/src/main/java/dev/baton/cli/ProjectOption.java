package dev.baton.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

/** Which project, where one may be the only one. */
final class ProjectOption {
    @Option(
            names = {"-p", "--project"},
            paramLabel = "P",
            description = "The project; default: the only one there is.")
    @Nullable
    String project;
}
