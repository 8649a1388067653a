package dev.baton.intake;

import dev.baton.model.WorkItem;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a work item may look like. Newlines and tabs in a title are folded to one space, since they
 * come from pasting; other control characters are refused, since they can only be meant to deceive.
 * Everything else is data and passes as it is.
 */
final class ItemCheck {
    /** Beyond it a priority says nothing; far from any overflow. */
    static final int PRIORITY_MAX = 1000;

    private static final int SOURCE_ID_LENGTH_MAX = 200;
    private static final int SOURCE_URL_LENGTH_MAX = 2000;
    private static final Pattern FOLDED = Pattern.compile("[ \\t\\r\\n\\u0085\\u2028\\u2029]+");

    private ItemCheck() {}

    /** The title as it is kept. */
    static String folded(String title) {
        return FOLDED.matcher(title).replaceAll(" ").strip();
    }

    /** Why the item is refused, if it is. */
    static Optional<String> problem(NewItem item) {
        return title(folded(item.title()))
                .or(() -> body(item.body() == null ? "" : item.body()))
                .or(() -> bounded("source id", item.sourceId(), SOURCE_ID_LENGTH_MAX))
                .or(() -> bounded("source URL", item.sourceUrl(), SOURCE_URL_LENGTH_MAX))
                .or(() -> author(item.author()))
                .or(() -> priority(item.priority()));
    }

    private static Optional<String> title(String title) {
        if (title.isEmpty()) {
            return Optional.of("title: expected some text, found none");
        }
        int length = title.codePointCount(0, title.length());
        if (length > WorkItem.TITLE_LENGTH_MAX) {
            return Optional.of("title: expected at most " + WorkItem.TITLE_LENGTH_MAX
                    + " characters, found " + length + ". Next: move the rest to the body");
        }
        return clean("title", title);
    }

    private static Optional<String> body(String body) {
        int bytes = body.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > WorkItem.BODY_BYTES_MAX) {
            return Optional.of("body: expected at most " + WorkItem.BODY_BYTES_MAX
                    + " bytes (1 MiB), found " + bytes
                    + ". Next: commit the data to the repository and name the file");
        }
        return notText("body", body);
    }

    /** What no database and no prompt can keep as it is. */
    static Optional<String> notText(String what, String text) {
        int nul = text.indexOf('\0');
        return nul >= 0
                ? Optional.of(what + ": expected text, found a NUL character at " + nul)
                : encodable(what, text);
    }

    private static Optional<String> bounded(String what, @Nullable String text, int max) {
        if (text == null) {
            return Optional.empty();
        }
        if (text.isBlank() || text.length() > max) {
            return Optional.of(what + ": expected 1 to " + max + " characters, found "
                    + (text.isBlank() ? "none" : text.length()));
        }
        return clean(what, text);
    }

    private static Optional<String> author(String author) {
        return author.isBlank()
                ? Optional.of("author: expected a name, found none")
                : bounded("author", author, SOURCE_ID_LENGTH_MAX);
    }

    private static Optional<String> priority(int priority) {
        return Math.abs((long) priority) <= PRIORITY_MAX
                ? Optional.empty()
                : Optional.of("priority: expected -" + PRIORITY_MAX + " to " + PRIORITY_MAX
                        + ", found " + priority);
    }

    private static Optional<String> clean(String what, String text) {
        return text.codePoints()
                .filter(ItemCheck::deceives)
                .mapToObj(c -> what + ": expected no control characters, found U+%04X".formatted(c))
                .findFirst()
                .or(() -> encodable(what, text));
    }

    /** Controls, and the marks that make text read in another order than it is stored. */
    private static boolean deceives(int c) {
        return Character.isISOControl(c)
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }

    private static Optional<String> encodable(String what, String text) {
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.of(what + ": expected Unicode text, found half a character");
        }
    }
}
