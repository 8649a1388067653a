package dev.baton.cli;

import dev.baton.api.CommandRequest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says yes or no to a task's newest commit. */
@Command
final class TaskJudge implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "KEY", description = "The task, such as SHOP-12.")
    private String key = "";

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "Why; a rejected task's agent reads it.")
    private @Nullable String message;

    private final Session session;
    private final String word;

    TaskJudge(Session session, String word) {
        this.session = session;
        this.word = word;
    }

    @Override
    public Integer call() {
        return TaskOrder.give(session, common, key, word, new CommandRequest(null, message));
    }
}
