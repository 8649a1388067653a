package dev.baton.workspace;

import dev.baton.git.GitIdentity;
import dev.baton.model.Stage;
import dev.baton.model.Task;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The texts of what a run does in its clone before and after the agent, as the agent's user: for
 * {@code sh FILE}, in any working directory. They are the only place where git runs in a clone
 * after it was handed out, and nothing they say is believed afterwards.
 */
public final class RunScripts {
    /**
     * Exit code of a prologue that could not bring the clone in order; the agent is not started.
     */
    public static final int PROLOGUE_FAILED = 81;

    private final GitIdentity identity;

    public RunScripts(GitIdentity identity) {
        this.identity = identity;
    }

    /**
     * Sets aside what an earlier run of the job left, puts the work tree to the task's branch at
     * the expected head, shows the out folder as {@code .baton/out} and puts the prompt to {@code
     * .baton/in/task.md}. In a clone made just now only the last two are left to do.
     */
    public String prologue(Task task, Prepared prepared, String unit, Handover handover) {
        Map<String, String> values = values(task, prepared, unit);
        values.put("PROMPT", handover.prompt().toString());
        values.put("OUT", handover.out().toString());
        values.put("FRESH", prepared.fresh() ? "yes" : "");
        return text("prologue.sh", values);
    }

    /**
     * Where the stage pushes and its policy says so: commits what the agent left. Elsewhere: keeps
     * it as {@code refs/baton/kept/UNIT} and, where the stage does not push, puts the branch back.
     */
    public String epilogue(Task task, Stage stage, Prepared prepared, String unit) {
        Map<String, String> values = values(task, prepared, unit);
        values.put("LEFTOVERS", policy(stage));
        return text("epilogue.sh", values);
    }

    private static String policy(Stage stage) {
        if (!stage.pushes()) {
            return "restore";
        }
        return switch (stage.commit()) {
            case BATON -> "commit";
            case AGENT -> "keep";
        };
    }

    private Map<String, String> values(Task task, Prepared prepared, String unit) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("CLONE", prepared.folder().toString());
        values.put("BRANCH", task.branch());
        values.put("HEAD_SHA", prepared.head().value());
        values.put("UNIT", unit);
        values.put("CONFIG", FreshRepository.config(identity));
        values.put("EXCLUDED", BatonFolders.EXCLUDED);
        values.put("AUTHOR_NAME", identity.name());
        values.put("AUTHOR_EMAIL", identity.email());
        return values;
    }

    private static String text(String body, Map<String, String> values) {
        StringBuilder text = new StringBuilder("#!/bin/sh\n");
        values.forEach((name, value) ->
                text.append(name).append('=').append(quoted(value)).append('\n'));
        return text.append(resource("clone.sh")).append(resource(body)).toString();
    }

    /** Between single quotes nothing means anything to sh but the quote itself. */
    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }

    private static String resource(String name) {
        try (InputStream in = RunScripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + ": expected it beside "
                        + RunScripts.class.getName() + ", found none");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
