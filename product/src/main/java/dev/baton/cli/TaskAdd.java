package dev.baton.cli;

import dev.baton.api.NewTaskRequest;
import dev.baton.api.TaskView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Files a task. */
@Command(description = "File a task.")
final class TaskAdd implements Callable<Integer> {
    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final String STANDARD_INPUT = "-";

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "TITLE", description = "What is to be done, in one line.")
    private String title = "";

    @Option(
            names = {"-p", "--project"},
            paramLabel = "P",
            description = "The project; may be left out when there is one.")
    private @Nullable String project;

    @Option(
            names = "--body",
            paramLabel = "FILE",
            description = "A text file with the rest, or - for standard input.")
    private @Nullable String body;

    @Option(
            names = "--source-id",
            paramLabel = "ID",
            description = "Your own id; the same id twice is the same task.")
    private @Nullable String sourceId;

    @Option(names = "--priority", paramLabel = "N", description = "Higher goes first; 0 is usual.")
    private @Nullable Integer priority;

    private final Session session;

    TaskAdd(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        NewTaskRequest request = new NewTaskRequest(project, title, body(), sourceId, priority);
        return session.run(common, client -> {
            RestClient.Reply reply = client.post("/api/v1/tasks", request);
            if (common.json) {
                session.out().print(reply.body());
                return;
            }
            TaskView task = reply.as(TaskView.class);
            session.out()
                    .println(task.key()
                            + (reply.status() == 201 ? " filed: " : " is there: ")
                            + Terminal.plain(task.title()));
            session.out().println("Next: ./baton explain " + task.key());
        });
    }

    private @Nullable String body() {
        if (body == null) {
            return null;
        }
        try (InputStream in = body.equals(STANDARD_INPUT)
                ? session.context().in()
                : Files.newInputStream(Path.of(body))) {
            byte[] bytes = in.readNBytes(BODY_BYTES_MAX + 1);
            if (bytes.length > BODY_BYTES_MAX) {
                throw unusable("at most " + BODY_BYTES_MAX + " bytes (1 MiB)", "more");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw unusable("UTF-8 text", "other bytes");
        } catch (IOException e) {
            throw unusable("a readable file", String.valueOf(e));
        }
    }

    private CliFailure unusable(String expected, String found) {
        return new CliFailure(
                ExitCode.FAILED,
                "body",
                "--body " + body + ": expected " + expected + ", found " + found,
                "./baton task add TITLE --body FILE");
    }
}
