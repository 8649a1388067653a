package dev.baton.web.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.baton.api.Json;
import dev.baton.model.WorkItem;
import dev.baton.web.Refusal;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request into a wire record, or says what is wrong with it. */
final class JsonBody {
    /** JSON may need six bytes for one ({@code \}u0000), and a text of 1 MiB must get through. */
    static final int WIRE_BYTES_MAX = 6 * WorkItem.BODY_BYTES_MAX + 64 * 1024;

    private JsonBody() {}

    /** Empty if there is no body at all. */
    static <T> Optional<T> read(Context ctx, Class<T> type) {
        byte[] bytes = bytes(ctx);
        if (bytes.length == 0) {
            return Optional.empty();
        }
        String media = Objects.requireNonNullElse(ctx.contentType(), "none");
        if (!media.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw new Refusal(
                    415,
                    "unsupported_media_type",
                    "Content-Type: expected application/json, found '" + Refusal.shown(media) + "'",
                    "send 'Content-Type: application/json'");
        }
        return Optional.of(parse(text(bytes), type));
    }

    private static <T> T parse(String text, Class<T> type) {
        try {
            T value = Json.read(text, type);
            if (value == null) {
                throw Refusal.invalid("body: expected a JSON object, found null", null);
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            List<String> known = e.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .toList();
            String found = Refusal.shown(e.getPropertyName());
            throw Refusal.invalid(
                    "field '" + found + "': expected one of " + known + ", found an unknown name",
                    "did you mean '" + NearestName.of(found, known) + "'?");
        } catch (MismatchedInputException e) {
            String field = e.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .filter(Objects::nonNull)
                    .reduce((outer, inner) -> inner)
                    .map(name -> "field '" + Refusal.shown(name) + "'")
                    .orElse("body");
            throw Refusal.invalid(
                    field + ": expected " + expected(e.getTargetType()) + ", found something else"
                            + at(e.getLocation()),
                    null);
        } catch (JsonProcessingException e) {
            throw Refusal.invalid(
                    "body: expected JSON, found text that is not" + at(e.getLocation()) + ": "
                            + Refusal.shown(e.getOriginalMessage()),
                    null);
        }
    }

    private static String expected(Class<?> type) {
        if (type == String.class) {
            return "a string";
        }
        return type == Integer.class || type == Long.class ? "a whole number" : "a JSON object";
    }

    /** Unknown of what is over a limit of the parser, such as a number of a thousand digits. */
    private static String at(@Nullable JsonLocation location) {
        return location == null
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.invalid("body: expected UTF-8, found other bytes", null);
        }
    }

    /** Believes no declared length: reads one byte more than allowed at most. */
    private static byte[] bytes(Context ctx) {
        try {
            byte[] bytes = ctx.req().getInputStream().readNBytes(WIRE_BYTES_MAX + 1);
            if (bytes.length > WIRE_BYTES_MAX) {
                throw tooLarge("request", WIRE_BYTES_MAX, "more");
            }
            return bytes;
        } catch (IOException e) {
            throw Refusal.invalid(
                    "body: expected all of it, found " + e.getMessage(), "send again");
        }
    }

    static Refusal tooLarge(String what, int bytesMax, String found) {
        return new Refusal(
                413,
                "too_large",
                what + ": expected at most " + bytesMax + " bytes, found " + found,
                "put the text into a file of the repository and name it in the body");
    }
}
