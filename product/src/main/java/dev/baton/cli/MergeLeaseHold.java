package dev.baton.cli;

import dev.baton.api.HoldRequest;
import dev.baton.api.HoldView;
import dev.baton.api.ReleaseRequest;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds a merge queue: until somebody lets go, or for as long as a command runs. */
@Command(
        description = {
            "Let nobody begin to land: until it is released, or for as long as COMMAND runs.",
            "With COMMAND, its exit code is the answer, and the hold ends with its process,"
                    + " whatever ends that."
        })
final class MergeLeaseHold implements Callable<Integer> {
    private static final String PATH = "/api/v1/merge-lease/";

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final BaseOptions where = new BaseOptions();

    @Option(
            names = "--why",
            paramLabel = "TEXT",
            description = "The reason, for everybody who waits; with COMMAND it may be left out.")
    private @Nullable String why;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "In whose name; default: the user of this machine.")
    private @Nullable String by;

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "Program and arguments, after --; it starts once the queue is held.")
    private List<String> command = List.of();

    private final Session session;

    MergeLeaseHold(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (command.isEmpty()) {
            return untilReleased();
        }
        int[] exitCode = {ExitCode.FAILED};
        session.run(common, client -> exitCode[0] = during(client));
        return exitCode[0];
    }

    private int untilReleased() {
        String reason = why;
        if (reason == null) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    "usage",
                    "--why: expected the reason, for everybody who waits, found none",
                    "./baton merge-lease hold --why \"release freeze\"");
        }
        return session.run(common, client -> {
            RestClient.Reply reply = client.post(PATH + "hold", request(reason, null));
            if (common.json) {
                session.out().print(reply.body());
                return;
            }
            HoldView hold = reply.as(HoldView.class);
            session.out().println(words(hold));
            session.out().println("Next: ./baton merge-lease release " + hold.id());
        });
    }

    /** The command's own output is all that is on standard output. */
    private int during(RestClient client) {
        try (HeldCommand held = HeldCommand.waiting(command)) {
            HoldView hold = client.post(
                            PATH + "hold",
                            request(
                                    Objects.requireNonNullElse(why, String.join(" ", command)),
                                    held.process()))
                    .as(HoldView.class);
            say(words(hold));
            int exitCode = held.run();
            release(client, hold.id());
            return exitCode;
        }
    }

    /** Sooner than the server would notice by itself. */
    private void release(RestClient client, long id) {
        try {
            client.post(PATH + "release", new ReleaseRequest(id, null, null, null, name()));
        } catch (CliFailure e) {
            say("hold " + id + " ends by itself, its process is gone (" + e.message() + ")");
        }
    }

    private void say(String text) {
        session.context().err().println("baton: " + text);
        session.context().err().flush();
    }

    private static String words(HoldView hold) {
        return "merge queue of %s %s is held by %s (hold %d): %s"
                .formatted(
                        hold.project(),
                        Terminal.plain(hold.name()),
                        Terminal.plain(hold.by()),
                        hold.id(),
                        Terminal.plain(hold.why()));
    }

    private HoldRequest request(String reason, HoldRequest.@Nullable Identity process) {
        return new HoldRequest(where.project, where.base, null, reason, name(), process);
    }

    private String name() {
        return by == null ? session.context().user() : by;
    }
}
