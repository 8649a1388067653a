package dev.baton.cli;

import dev.baton.api.ChangesView;
import dev.baton.api.CommandRequest;
import dev.baton.api.ExplainView;
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
        return session.run(common, client -> {
            String changes = word.equals("approve") ? waiting(client) : null;
            CommandRequest request = new CommandRequest(null, message, changes);
            TaskOrder.give(session, common, client, key, word, request);
        });
    }

    /** What is agreed to is what was shown: its digest goes along with the word. */
    private @Nullable String waiting(RestClient client) {
        ChangesView changes = client.get(RestClient.task(key) + "/explain")
                .as(ExplainView.class)
                .changes();
        if (changes == null) {
            return null;
        }
        if (!common.json) {
            session.out().println(key + ": you approve these changes of protected paths:");
            changes.names().forEach(name -> session.out().println("  " + Terminal.plain(name)));
            long more = changes.count() - changes.names().size();
            if (more > 0) {
                session.out().println("  and " + more + " more");
            }
        }
        return changes.digest();
    }
}
