package dev.baton.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

/** Which merge queue. */
final class BaseOptions {
    @Option(
            names = {"-p", "--project"},
            paramLabel = "P",
            description = "The project; default: the only one there is.")
    @Nullable
    String project;

    @Option(
            names = "--base",
            paramLabel = "B",
            description = "The branch that is landed on; default: the project's.")
    @Nullable
    String base;
}
