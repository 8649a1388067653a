package dev.baton.cli;

import dev.baton.api.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the version of this program; asks no server. */
@Command(description = "Print the version.")
final class Version implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    private final Session session;

    Version(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String line = session.context().version();
        session.out().println(common.json ? Json.write(Map.of("version", line)) : line);
        session.out().flush();
        return ExitCode.OK;
    }
}
