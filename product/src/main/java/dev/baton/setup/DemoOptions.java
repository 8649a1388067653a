package dev.baton.setup;

import dev.baton.pipeline.Presets;

import org.jspecify.annotations.Nullable;

/**
 * What was asked of a demo.
 *
 * @param dir a new or empty folder; null = a fresh one below the current
 * @param port of the server; null = any that is free
 * @param serve whether the server stays up at the end
 * @param pipeline name of a preset
 * @param json whether the report is one JSON object on standard output
 * @param kills of the server on the way; null = none
 * @param seed of when they come; null = a new one
 * @param store where the server keeps its rows
 */
record DemoOptions(
        @Nullable String dir,
        @Nullable Integer port,
        boolean serve,
        String pipeline,
        boolean json,
        @Nullable Integer kills,
        @Nullable Long seed,
        DemoStore store) {
    static final String PIPELINE_DEFAULT = "standard";
    private static final int PORT_MAX = 65_535;
    private static final int KILLS_MAX = 1000;

    DemoOptions {
        if (port != null && (port < 1 || port > PORT_MAX)) {
            throw SetupFailure.usage(
                    "--port: expected a number from 1 to " + PORT_MAX + ", found " + port,
                    "./baton demo takes any free port");
        }
        if (kills != null && (kills < 1 || kills > KILLS_MAX)) {
            throw SetupFailure.usage(
                    "--chaos: expected a number of kills from 1 to " + KILLS_MAX + ", found "
                            + kills,
                    "./baton demo --chaos 10");
        }
        if (seed != null && kills == null) {
            throw SetupFailure.usage(
                    "--seed: expected it with --chaos, found it alone",
                    "./baton demo --chaos 10 --seed " + seed);
        }
        Presets.problem(pipeline).ifPresent(why -> {
            throw SetupFailure.usage(
                    "--pipeline: expected " + PIPELINE_DEFAULT + " or quick, found '" + pipeline
                            + "' (" + why + ")",
                    "./baton demo --pipeline " + PIPELINE_DEFAULT);
        });
    }

    int freePort() {
        if (port == null) {
            return Ports.anyFree();
        }
        if (!Ports.free(port)) {
            throw SetupFailure.failed(
                    "port-in-use",
                    "port " + port + " (127.0.0.1): expected it free, found it in use",
                    "./baton demo takes any free port; ss -tlnp 'sport = :" + port
                            + "' says who has this one");
        }
        return port;
    }
}
