package dev.baton.cli;

import dev.baton.api.CommandRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Puts a task into another stage. */
@Command(description = "Put a task into another stage; what runs is stopped.")
final class TaskMove implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(index = "0", paramLabel = "KEY", description = "The task, such as SHOP-12.")
    private String key = "";

    @Parameters(index = "1", paramLabel = "STAGE", description = "A stage of its pipeline.")
    private String stage = "";

    private final Session session;

    TaskMove(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return TaskOrder.give(session, common, key, "move", new CommandRequest(stage, null, null));
    }
}
