package dev.baton.cli;

import dev.baton.api.ErrorView;
import dev.baton.api.Json;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands of {@code baton}; the composition root adds those that are made elsewhere. */
public final class BatonCli {
    private static final String JSON = "--json";

    private final CliContext context;

    private BatonCli(CliContext context) {
        this.context = context;
    }

    /** Ready to execute; {@code addSubcommand} adds to it. */
    public static CommandLine commandLine(CliContext context, Serving serving) {
        return new BatonCli(context).build(serving);
    }

    private CommandLine build(Serving serving) {
        Session session = new Session(context);
        CommandLine root = named(new Root(), "Carries work items from tracker to production.");
        root.getCommandSpec().name("baton");
        root.addSubcommand("up", new Up(serving));
        root.addSubcommand("task", task(session));
        root.addSubcommand("explain", new Explain(session));
        root.addSubcommand("receipt", new Receipt(session));
        root.addSubcommand("queue", new Queue(session));
        root.addSubcommand("merge-lease", mergeLease(session));
        root.addSubcommand("environment", environment(session));
        root.addSubcommand("deploy", deploy(session));
        root.addSubcommand("lease", lease(session));
        root.addSubcommand("login-link", new LoginLink(session));
        root.addSubcommand("session", sessions(session));
        root.addSubcommand("cleanup", new Cleanup(session));
        root.addSubcommand("version", new Version(session));
        root.addSubcommand(
                "test",
                named(
                        new LauncherCommand("test"),
                        "Run every check and test (--fast: the quick ones)."));
        root.addSubcommand("format", named(new LauncherCommand("format"), "Format the sources."));
        root.setOut(context.out());
        root.setErr(context.err());
        root.setColorScheme(
                CommandLine.Help.defaultColorScheme(context.colours() ? Ansi.ON : Ansi.OFF));
        root.setParameterExceptionHandler(this::usage);
        root.setExecutionExceptionHandler(this::failed);
        return root;
    }

    private static CommandLine mergeLease(Session session) {
        CommandLine lease = named(new Root(), "Look at merge queues, hold one, let go of it.");
        lease.addSubcommand("list", new MergeLeaseList(session));
        lease.addSubcommand("hold", new MergeLeaseHold(session));
        lease.addSubcommand("release", new MergeLeaseRelease(session));
        return lease;
    }

    private static CommandLine environment(Session session) {
        CommandLine environment =
                named(new Root(), "Look at environments, hold one, let go of it.");
        environment.addSubcommand("list", new EnvironmentList(session));
        environment.addSubcommand("hold", new EnvironmentHold(session));
        environment.addSubcommand("release", new EnvironmentRelease(session));
        return environment;
    }

    private static CommandLine deploy(Session session) {
        CommandLine deploy = named(new Root(), "Take back what was deployed.");
        deploy.addSubcommand("revert", new DeployRevert(session));
        return deploy;
    }

    private static CommandLine sessions(Session session) {
        CommandLine sessions =
                named(new Root(), "See which browsers are signed in, and sign one out.");
        sessions.addSubcommand("list", new SessionList(session));
        sessions.addSubcommand("revoke", new SessionRevoke(session));
        return sessions;
    }

    private static CommandLine task(Session session) {
        CommandLine task = named(new Root(), "File, look at and command tasks.");
        task.addSubcommand("add", new TaskAdd(session));
        task.addSubcommand("list", new TaskList(session));
        task.addSubcommand("show", new TaskShow(session));
        task.addSubcommand("logs", new TaskLogs(session));
        order(task, session, "pause", "Start nothing new; what runs finishes and waits.");
        order(task, session, "resume", "Go on after a pause, or with a parked task.");
        order(task, session, "retry", "Go on with a parked task, with fresh attempts.");
        order(task, session, "stop", "End a task for good; its effects are settled first.");
        task.addSubcommand(
                "approve",
                named(new TaskJudge(session, "approve"), "Say yes to the newest commit."));
        task.addSubcommand(
                "reject", named(new TaskJudge(session, "reject"), "Send the newest commit back."));
        task.addSubcommand("move", new TaskMove(session));
        return task;
    }

    private static CommandLine lease(Session session) {
        CommandLine lease = named(new Root(), "See who owns tasks now, and take one away.");
        lease.addSubcommand(
                "list", named(new LeaseList(session), "List the tasks that have an owner now."));
        lease.addSubcommand(
                "release",
                named(
                        new LeaseRelease(session),
                        "Take a task from its owner; the next one looks at what that left."));
        return lease;
    }

    private static void order(CommandLine task, Session session, String word, String description) {
        task.addSubcommand(word, named(new TaskOrder(session, word), description));
    }

    private static CommandLine named(Object command, String description) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec().usageMessage().description(description);
        return line;
    }

    private int usage(ParameterException e, String[] args) {
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        List<String> similar = e instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions()
                : List.of();
        String next = similar.isEmpty() ? "./" + name + " --help" : "./baton " + similar.getFirst();
        return error(
                Arrays.asList(args).contains(JSON),
                new CliFailure(ExitCode.USAGE, "usage", String.valueOf(e.getMessage()), next));
    }

    /** What is no failure of ours goes on to the composition root. */
    private int failed(Exception e, CommandLine line, @Nullable ParseResult parsed)
            throws Exception {
        if (!(e instanceof CliFailure failure)) {
            throw e;
        }
        return error(parsed != null && parsed.originalArgs().contains(JSON), failure);
    }

    private int error(boolean json, CliFailure failure) {
        String message = failure.message();
        String next = failure.next();
        if (json) {
            context.out().println(Json.write(ErrorView.of(failure.code(), message, next)));
            context.out().flush();
        } else {
            context.err()
                    .println("baton: " + Terminal.plain(message)
                            + (next == null ? "" : ". Next: " + Terminal.plain(next)));
            context.err().flush();
        }
        return failure.exitCode();
    }
}
