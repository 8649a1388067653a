package dev.baton.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.baton.api.ErrorView;
import dev.baton.api.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the log of a task's newest run. */
@Command(description = "Print the log of a task's newest run.")
final class TaskLogs implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "KEY", description = "The task, such as SHOP-12.")
    private String key = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes, through every later run, until the task ends.")
    private boolean follow;

    private final Session session;

    TaskLogs(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String path = RestClient.task(key) + "/logs?follow=" + follow;
        return session.run(common, client -> {
            EventReader reader = new EventReader(this::show);
            client.events(path, reader::line);
            if (!reader.ended()) {
                throw new CliFailure(
                        ExitCode.UNREACHABLE,
                        "unreachable",
                        "log of " + key + ": expected its end, found the connection closed",
                        "./baton task logs " + key + (follow ? " -f" : ""));
            }
        });
    }

    private void show(String event, List<String> data) {
        switch (event) {
            case "run" -> run(String.join("\n", data));
            case "error" -> throw failure(String.join("\n", data));
            case "" -> text(data);
            default -> {
                // An end has nothing to print; what a newer server adds is not for us.
            }
        }
        session.out().flush();
    }

    private void run(String data) {
        if (common.json) {
            session.out().println("{\"run\":" + data + "}");
        } else {
            session.context().err().println("run " + Terminal.plain(data));
            session.context().err().flush();
        }
    }

    private void text(List<String> lines) {
        if (common.json) {
            session.out().println(Json.write(Map.of("text", String.join("\n", lines))));
        } else {
            lines.forEach(line -> session.out().println(Terminal.logLine(line)));
        }
    }

    private CliFailure failure(String data) {
        String message;
        try {
            message = Json.readAnswer(data, ErrorView.class).error().message();
        } catch (JsonProcessingException e) {
            message = data;
        }
        return new CliFailure(
                ExitCode.FAILED, "unavailable", "log of " + key + ": " + message, null);
    }
}
