package dev.baton.workspace;

import dev.baton.git.GitObjects;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What two trees have different, read tree by tree: folders that are the same are not opened, and
 * of the others only those on the way to where the walk is are held. A rename is an entry less and
 * an entry more.
 */
final class TreeChanges {
    private static final int MODE_FOLDER = 0040000;
    private static final int MODE_LINK = 0120000;
    private static final int MODE_SUBMODULE = 0160000;

    private final GitObjects objects;

    TreeChanges(GitObjects objects) {
        this.objects = objects;
    }

    /** What a tree has under a name. */
    record Entry(int mode, String id) {
        boolean folder() {
            return mode == MODE_FOLDER;
        }

        boolean link() {
            return mode == MODE_LINK;
        }

        boolean submodule() {
            return mode == MODE_SUBMODULE;
        }

        boolean file() {
            return !folder() && !link() && !submodule();
        }
    }

    /** Is told what differs, folders before what is in them. */
    interface Visitor {
        /**
         * A folder with something different in it.
         *
         * @param path "" for the top, else with a slash at its end
         * @param before by name; empty where there was no folder
         * @param after by name; empty where there is none any more
         */
        void folder(String path, Map<String, Entry> before, Map<String, Entry> after);

        /** A file, link or submodule that is new or not as it was. */
        void changed(String path, @Nullable Entry before, Entry after);

        /** What was there before and is so no more: removed, moved or replaced. */
        void gone(String path, Entry before);
    }

    void walk(String before, String after, Visitor visitor) {
        if (!before.equals(after)) {
            folder("", before, after, visitor);
        }
    }

    private void folder(
            String path, @Nullable String before, @Nullable String after, Visitor visitor) {
        Map<String, Entry> old = before == null ? Map.of() : read(before);
        Map<String, Entry> now = after == null ? Map.of() : read(after);
        visitor.folder(path, old, now);
        old.forEach((name, entry) -> {
            if (!entry.equals(now.get(name))) {
                gone(path + name, entry, now.get(name), visitor);
            }
        });
        now.forEach((name, entry) -> {
            Entry was = old.get(name);
            if (!entry.equals(was)) {
                changed(path + name, was, entry, visitor);
            }
        });
    }

    private void gone(String path, Entry was, @Nullable Entry is, Visitor visitor) {
        if (!was.folder()) {
            visitor.gone(path, was);
        } else if (is == null || !is.folder()) {
            folder(path + "/", was.id(), null, visitor);
        }
    }

    private void changed(String path, @Nullable Entry was, Entry is, Visitor visitor) {
        if (is.folder()) {
            folder(path + "/", was != null && was.folder() ? was.id() : null, is.id(), visitor);
        } else {
            visitor.changed(path, was, is);
        }
    }

    /** What a tree has, in its order. */
    Map<String, Entry> read(String tree) {
        Parser parser = new Parser(tree.length() / 2);
        return objects.contents(tree, parser::take)
                .map(_ -> parser.entries)
                .orElseThrow(() -> new IllegalStateException(
                        "tree " + tree + ": expected it in the repository, found none"));
    }

    /** Mode in octal, a blank, the name, NUL, then the bytes of the id; again and again. */
    private static final class Parser {
        private final Map<String, Entry> entries = new LinkedHashMap<>();
        private final ByteArrayOutputStream head = new ByteArrayOutputStream();
        private final byte[] id;
        private int idBytes = -1;

        Parser(int idLength) {
            this.id = new byte[idLength];
        }

        void take(byte[] buffer, int length) {
            for (int i = 0; i < length; i++) {
                if (idBytes >= 0) {
                    id[idBytes++] = buffer[i];
                    if (idBytes == id.length) {
                        entry();
                    }
                } else if (buffer[i] == 0) {
                    idBytes = 0;
                } else {
                    head.write(buffer[i]);
                }
            }
        }

        private void entry() {
            String written = head.toString(StandardCharsets.UTF_8);
            int blank = written.indexOf(' ');
            entries.put(
                    written.substring(blank + 1),
                    new Entry(
                            Integer.parseInt(written.substring(0, blank), 8),
                            HexFormat.of().formatHex(id)));
            head.reset();
            idBytes = -1;
        }
    }
}
