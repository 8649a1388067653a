package dev.baton.web;

import dev.baton.api.Json;

import io.javalin.http.Context;

import java.nio.charset.StandardCharsets;

/** Writes answers. */
public final class Answer {
    private Answer() {}

    /** With a line end, for people who use curl. */
    public static void json(Context ctx, Object view) {
        ctx.contentType("application/json");
        ctx.result((Json.write(view) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
