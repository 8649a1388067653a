package dev.baton.web;

import io.javalin.http.Context;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** Writes server-sent events; everything is sent at once. For one thread. */
public final class EventStream {
    /** What a reader of the format takes for a line end; so no text can forge a field. */
    private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");

    private final OutputStream out;
    private final BooleanSupplier admitted;

    private EventStream(OutputStream out, BooleanSupplier admitted) {
        this.out = out;
        this.admitted = admitted;
    }

    public static EventStream open(Context ctx) throws IOException {
        ctx.contentType("text/event-stream;charset=utf-8");
        ctx.header("X-Accel-Buffering", "no");
        ctx.res().flushBuffer();
        // Not the framework's own stream, which holds back the beginning.
        return new EventStream(ctx.res().getOutputStream(), Access.admission(ctx));
    }

    public void event(String name, String data) throws IOException {
        send("event: " + name + "\n" + lines(data));
    }

    /**
     * An event without a name, with the place a reader can go on from.
     *
     * @param fields its text as {@link #fields} forms it
     */
    public void text(String id, String fields) throws IOException {
        send("id: " + id + "\n" + fields);
    }

    /** Finds out whether anybody is still there. */
    public void keepAlive() throws IOException {
        send(":\n");
    }

    /** The lines of a text as fields of an event; that its last line ends is understood. */
    public static String fields(String data) {
        return lines(data.endsWith("\n") ? data.substring(0, data.length() - 1) : data);
    }

    private static String lines(String data) {
        StringBuilder fields = new StringBuilder(data.length() + 64);
        for (String line : LINE_END.split(data, -1)) {
            fields.append("data: ").append(line).append('\n');
        }
        return fields.toString();
    }

    /** Nothing more goes to a session that has ended since the request was admitted. */
    private void send(String fields) throws IOException {
        if (!admitted.getAsBoolean()) {
            throw new IOException("the session has ended");
        }
        out.write((fields + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
