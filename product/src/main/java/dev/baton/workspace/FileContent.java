package dev.baton.workspace;

import dev.baton.git.GitObjects;
import dev.baton.model.LfsPointer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One look through the content of a file: markers of a conflict, and whether it is a pointer. */
final class FileContent implements GitObjects.Sink {
    /** As git: what has a NUL byte so early is no text. */
    private static final int TEXT_BYTES = 8000;

    private static final int POINTER_BYTES_MAX = 1024;
    private static final int MARKER = 7;
    private static final Pattern POINTER = Pattern.compile(
            "version https://(?:git-lfs\\.github\\.com|hawser\\.github\\.com)/spec/v1\\n"
                    + "(?:ext-[^\\n]*\\n)*oid sha256:([0-9a-f]{64})\\nsize ([0-9]{1,18})\\n?");

    private final ByteArrayOutputStream start = new ByteArrayOutputStream();
    private boolean text = true;
    private long bytes;
    private long line = 1;
    private long markedLine;

    /** How far into a line, as far as it is one letter again and again. */
    private int run;

    private byte letter;
    private boolean candidate = true;

    @Override
    public void take(byte[] buffer, int length) {
        start.write(buffer, 0, Math.min(length, POINTER_BYTES_MAX + 1 - start.size()));
        for (int i = 0; i < length && text; i++) {
            byte next = buffer[i];
            text = next != 0 || bytes >= TEXT_BYTES;
            bytes++;
            next(next);
        }
    }

    /** Seven of them at the start of a line, then a blank: git writes a name after it. */
    private void next(byte next) {
        if (candidate && run == MARKER && next == ' ' && markedLine == 0) {
            markedLine = line;
        }
        if (next == '\n') {
            line++;
            run = 0;
            candidate = true;
        } else if (candidate && run < MARKER && (next == '<' || next == '>')) {
            candidate = run == 0 || next == letter;
            letter = next;
            run++;
        } else {
            candidate = false;
        }
    }

    /** The first line with a marker, from 1; 0 = there is none. */
    long conflict() {
        return text ? markedLine : 0;
    }

    /** What it points at, where it is a pointer of Git LFS. */
    Optional<LfsPointer> pointer() {
        Matcher matcher = POINTER.matcher(start.toString(StandardCharsets.UTF_8));
        return matcher.matches()
                ? Optional.of(new LfsPointer(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }
}
