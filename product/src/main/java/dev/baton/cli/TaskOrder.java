package dev.baton.cli;

import dev.baton.api.CommandRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells a task one word: stop, pause, resume or retry. */
@Command
final class TaskOrder implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "KEY", description = "The task, such as SHOP-12.")
    private String key = "";

    private final Session session;
    private final String word;

    TaskOrder(Session session, String word) {
        this.session = session;
        this.word = word;
    }

    @Override
    public Integer call() {
        return give(session, common, key, word, CommandRequest.EMPTY);
    }

    /** Commands are obeyed when the engine comes to the task; so much is said and no more. */
    static int give(
            Session session,
            CommonOptions common,
            String key,
            String word,
            CommandRequest request) {
        return session.run(common, client -> give(session, common, client, key, word, request));
    }

    static void give(
            Session session,
            CommonOptions common,
            RestClient client,
            String key,
            String word,
            CommandRequest request) {
        RestClient.Reply reply = client.post(RestClient.task(key) + "/" + word, request);
        if (common.json) {
            session.out().print(reply.body());
        } else {
            session.out().println(key + ": " + word + " accepted");
            session.out().println("Next: ./baton explain " + key);
        }
    }
}
