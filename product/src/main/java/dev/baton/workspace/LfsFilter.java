package dev.baton.workspace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What {@code .gitattributes} of a folder, and those above it, say of {@code filter}. Git 2.39
 * cannot be asked that of a tree.
 *
 * @param rules from the top down, in the order of their lines: the last one counts
 */
record LfsFilter(List<Rule> rules) {
    static final String FILE = ".gitattributes";
    static final LfsFilter NONE = new LfsFilter(List.of());

    private static final Pattern LINE = Pattern.compile("\\s*(\"(?:\\\\.|[^\"])*\"|\\S+)\\s+(.*)");

    /** A line of some folder. */
    record Rule(Pattern path, boolean lfs) {}

    LfsFilter {
        rules = List.copyOf(rules);
    }

    /**
     * @param folder where the file is, "" or with a slash at its end
     */
    LfsFilter and(String folder, byte[] file) {
        List<Rule> all = new ArrayList<>(rules);
        for (String line : new String(file, StandardCharsets.UTF_8).split("\n", -1)) {
            Matcher words = LINE.matcher(line);
            if (words.matches() && !line.startsWith("#") && !line.startsWith("[attr]")) {
                add(all, folder, unquoted(words.group(1)), words.group(2).split("\\s+", -1));
            }
        }
        return new LfsFilter(all);
    }

    private static void add(List<Rule> all, String folder, String glob, String[] attributes) {
        for (String attribute : attributes) {
            boolean about = attribute.matches("[-!]?filter|filter=.*");
            if (about && !glob.startsWith("!") && !glob.endsWith("/")) {
                try {
                    all.add(new Rule(pattern(folder, glob), attribute.equals("filter=lfs")));
                } catch (PatternSyntaxException odd) {
                    return; // Git matches nothing with it either.
                }
            }
        }
    }

    /** Whether the file is kept outside of git. */
    boolean covers(String path) {
        for (int i = rules.size() - 1; i >= 0; i--) {
            if (rules.get(i).path().matcher(path).matches()) {
                return rules.get(i).lfs();
            }
        }
        return false;
    }

    private static String unquoted(String word) {
        return word.startsWith("\"")
                ? word.substring(1, word.length() - 1).replaceAll("\\\\(.)", "$1")
                : word;
    }

    /** Without a slash in it, the name in whatever folder below; else the path from there. */
    private static Pattern pattern(String folder, String glob) {
        boolean anywhere = !glob.contains("/");
        String path = glob.startsWith("/") ? glob.substring(1) : glob;
        StringBuilder regex = new StringBuilder(Pattern.quote(folder));
        regex.append(anywhere ? "(?:.*/)?" : "");
        int at = 0;
        while (at < path.length()) {
            at = translate(path, at, regex);
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static int translate(String glob, int at, StringBuilder regex) {
        if (glob.startsWith("**/", at) && (at == 0 || glob.charAt(at - 1) == '/')) {
            regex.append("(?:.*/)?");
            return at + 3;
        }
        if (glob.startsWith("/**", at) && at + 3 == glob.length()) {
            regex.append("/.*");
            return at + 3;
        }
        char c = glob.charAt(at);
        int close = glob.indexOf(']', at + 2);
        if (c == '[' && close > 0) {
            String set = glob.substring(at + 1, close).replace("\\", "\\\\").replace("[", "\\[");
            regex.append('[')
                    .append(set.startsWith("!") ? "^" + set.substring(1) : set)
                    .append(']');
            return close + 1;
        }
        if (c == '\\' && at + 1 < glob.length()) {
            regex.append(Pattern.quote(glob.substring(at + 1, at + 2)));
            return at + 2;
        }
        switch (c) {
            case '*' -> regex.append("[^/]*");
            case '?' -> regex.append("[^/]");
            default -> regex.append(Pattern.quote(String.valueOf(c)));
        }
        return at + 1;
    }
}
