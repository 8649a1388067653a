package dev.baton.web.rest;

import dev.baton.web.Refusal;

import io.javalin.http.Context;

/** Reads parameters of the query. */
final class Query {
    private Query() {}

    static long number(Context ctx, String name, long min, long max, long absent) {
        String text = ctx.queryParam(name);
        if (text == null) {
            return absent;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Same answer as a number out of range.
        }
        throw Refusal.invalid(
                "parameter '" + name + "': expected a whole number from " + min + " to " + max
                        + ", found '" + Refusal.shown(text) + "'",
                null);
    }

    static boolean flag(Context ctx, String name, boolean absent) {
        String text = ctx.queryParam(name);
        if (text == null) {
            return absent;
        }
        return switch (text) {
            case "true", "" -> true;
            case "false" -> false;
            default ->
                throw Refusal.invalid(
                        "parameter '" + name + "': expected true or false, found '"
                                + Refusal.shown(text) + "'",
                        null);
        };
    }
}
