package dev.baton.web.board;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unified diff by file, bounded in lines and in the length of a line.
 *
 * @param cut whether something was left out
 */
record DiffView(List<File> files, boolean cut) {
    private static final int LINES_MAX = 4000;
    private static final int LINE_LENGTH_MAX = 400;
    private static final Pattern HUNK =
            Pattern.compile("@@ -([0-9]{1,9})(?:,[0-9]+)? \\+([0-9]{1,9})(?:,[0-9]+)? @@.*");

    /** One file, with what git says about it beside the lines. */
    record File(String path, int added, int removed, List<String> remarks, List<Line> lines) {}

    /** How a line changed. */
    enum Kind {
        SAME(" "),
        ADDED("+"),
        REMOVED("−"),
        HUNK("");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A line; numbers are empty where it has none. */
    record Line(Kind kind, String before, String after, String text) {}

    int added() {
        return files.stream().mapToInt(File::added).sum();
    }

    int removed() {
        return files.stream().mapToInt(File::removed).sum();
    }

    static DiffView of(DiffSource.Diff diff) {
        Reader reader = new Reader();
        List<String> lines = diff.text().lines().limit(LINES_MAX + 1L).toList();
        lines.stream().limit(LINES_MAX).forEach(reader::line);
        reader.close();
        return new DiffView(List.copyOf(reader.files), diff.cut() || lines.size() > LINES_MAX);
    }

    /** Goes through the lines once. */
    private static final class Reader {
        private final List<File> files = new ArrayList<>();
        private List<String> remarks = new ArrayList<>();
        private List<Line> lines = new ArrayList<>();
        private String path = "";
        private boolean inFile;
        private boolean inHunk;
        private int before;
        private int after;

        void line(String line) {
            if (line.startsWith("diff --git ")) {
                close();
                inFile = true;
                path = nameOf(line);
            } else if (HUNK.matcher(line).matches()) {
                hunk(line);
            } else if (inHunk) {
                changed(line);
            } else if (inFile) {
                header(line);
            }
        }

        /** Names with unusual characters come quoted by git, and stay so. */
        private static String nameOf(String line) {
            int b = line.lastIndexOf(" b/");
            return b < 0 ? line.substring("diff --git ".length()) : line.substring(b + 3);
        }

        private void header(String line) {
            if (line.startsWith("+++ b/")) {
                path = line.substring("+++ b/".length());
            } else if (!line.startsWith("index ")
                    && !line.startsWith("--- ")
                    && !line.startsWith("+++ ")) {
                remarks.add(shortened(line));
            }
        }

        private void hunk(String line) {
            Matcher hunk = HUNK.matcher(line);
            if (hunk.matches()) {
                inHunk = true;
                before = Integer.parseInt(hunk.group(1));
                after = Integer.parseInt(hunk.group(2));
                lines.add(new Line(Kind.HUNK, "", "", shortened(line)));
            }
        }

        private void changed(String line) {
            String text = line.isEmpty() ? "" : shortened(line.substring(1));
            switch (line.isEmpty() ? ' ' : line.charAt(0)) {
                case '+' -> lines.add(new Line(Kind.ADDED, "", "" + after++, text));
                case '-' -> lines.add(new Line(Kind.REMOVED, "" + before++, "", text));
                case '\\' -> lines.add(new Line(Kind.HUNK, "", "", shortened(line)));
                default -> lines.add(new Line(Kind.SAME, "" + before++, "" + after++, text));
            }
        }

        private static String shortened(String line) {
            return line.length() <= LINE_LENGTH_MAX
                    ? line
                    : line.substring(0, LINE_LENGTH_MAX) + " … (line cut)";
        }

        void close() {
            if (inFile) {
                files.add(new File(
                        path,
                        count(Kind.ADDED),
                        count(Kind.REMOVED),
                        List.copyOf(remarks),
                        List.copyOf(lines)));
            }
            remarks = new ArrayList<>();
            lines = new ArrayList<>();
            inFile = false;
            inHunk = false;
        }

        private int count(Kind kind) {
            return (int) lines.stream().filter(line -> line.kind() == kind).count();
        }
    }
}
