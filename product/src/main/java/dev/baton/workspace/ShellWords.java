package dev.baton.workspace;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a line for the shell names, as far as a look at its words can tell: quotes, separate
 * commands, interpreters and {@code cd} are understood; expansions are not carried out.
 */
public final class ShellWords {
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*");
    private static final Pattern PROGRAM =
            Pattern.compile("[A-Za-z0-9._+@%,-]*/[A-Za-z0-9._+@%,/-]*");
    private static final Pattern BEFORE_PROGRAM =
            Pattern.compile("^\\s*([A-Za-z_][A-Za-z0-9_]*=[^\\s'\"$`;&|()<>]*\\s+)*");
    private static final Pattern CHECKOUT =
            Pattern.compile("^(\\$\\{?(BATON_CHECKOUT|PWD)}?/|\\./+)+");
    private static final Set<String> RESERVED = Set.of(
            "if", "then", "else", "elif", "fi", "do", "done", "while", "until", "!", "{", "}");

    /** Programs whose arguments name what they run. */
    private static final Set<String> RUNNERS = Set.of(
            "sh", "bash", "dash", "ash", "zsh", "ksh", "busybox", ".", "source", "eval", "exec",
            "command", "env", "nohup", "setsid", "time", "timeout", "nice", "ionice", "stdbuf",
            "sudo", "doas", "runuser", "su", "xargs", "python", "python2", "python3", "ruby",
            "perl", "node", "deno", "bun", "php", "java", "jshell", "npx", "tsx", "Rscript", "lua");

    private static final int DEPTH_MAX = 4;
    private static final int FOLDERS_MAX = 32;

    private final Set<String> all = new LinkedHashSet<>();
    private final Set<String> programs = new LinkedHashSet<>();
    private final List<String> folders = new ArrayList<>(List.of(""));

    private enum Place {
        /** A program may stand here. */
        PROGRAM,
        /** After a program that runs what its arguments name. */
        RUNNER,
        /** After {@code cd}. */
        FOLDER,
        ARGUMENT
    }

    private ShellWords(String line) {
        read(line, 0);
    }

    /**
     * The paths that a line runs, relative to where it is run; programs that the shell finds on
     * PATH are none of them.
     */
    public static Set<String> programs(String line) {
        return new ShellWords(line).programs;
    }

    /** Every word that could be a relative path, programs or not. */
    public static Set<String> paths(String line) {
        return new ShellWords(line).all;
    }

    /**
     * The line with its first word in another folder, where that is a relative path to a program:
     * {@code ./deploy.sh --all} becomes {@code '/srv/shop/deploy.sh' --all}.
     */
    public static String resolved(String line, String folder) {
        int start = programStart(line);
        return program(line)
                .map(word -> line.substring(0, start)
                        + quoted(folder + "/" + plain(word))
                        + line.substring(start + word.length()))
                .orElse(line);
    }

    /** The first word, where it is a relative path to a program, as written. */
    public static Optional<String> program(String line) {
        String word = line.substring(programStart(line)).split("[\\s;&|()<>]", 2)[0];
        return PROGRAM.matcher(word).matches() && !word.startsWith("/")
                ? Optional.of(word)
                : Optional.empty();
    }

    /** Without the {@code ./} it begins with. */
    public static String plain(String word) {
        return word.replaceFirst("^(\\./+)+", "");
    }

    private static String quoted(String path) {
        return "'" + path.replace("'", "'\\''") + "'";
    }

    /** After blanks and assignments. */
    private static int programStart(String line) {
        var before = BEFORE_PROGRAM.matcher(line);
        return before.find() ? before.end() : 0;
    }

    private void read(String line, int depth) {
        Place place = Place.PROGRAM;
        boolean script = false;
        for (Word word : Word.of(line)) {
            if (word.separator()) {
                place = word.text().equals("<") ? Place.RUNNER : Place.PROGRAM;
                place = word.text().equals(">") ? Place.ARGUMENT : place;
            } else if (script && depth < DEPTH_MAX) {
                script = false;
                read(word.text(), depth + 1);
            } else {
                script = place == Place.RUNNER && word.text().matches("-[a-z]*c");
                place = next(word.text(), place);
            }
        }
    }

    private Place next(String word, Place place) {
        note(all, word);
        return switch (place) {
            case PROGRAM -> atProgram(word);
            case RUNNER -> argumentOfRunner(word);
            case FOLDER -> {
                path(word).forEach(this::enter);
                yield Place.ARGUMENT;
            }
            case ARGUMENT -> place;
        };
    }

    private Place atProgram(String word) {
        if (RESERVED.contains(word) || ASSIGNMENT.matcher(word).matches()) {
            return Place.PROGRAM;
        }
        if (word.equals("cd") || word.equals("pushd")) {
            return Place.FOLDER;
        }
        if (word.contains("/")) {
            note(programs, word);
        }
        return RUNNERS.contains(word.substring(word.lastIndexOf('/') + 1))
                ? Place.RUNNER
                : Place.ARGUMENT;
    }

    /** Options and their values come first; what looks like a file is what is run. */
    private Place argumentOfRunner(String word) {
        if (word.startsWith("-") || ASSIGNMENT.matcher(word).matches()) {
            return Place.RUNNER;
        }
        note(programs, word);
        return word.contains("/") || word.contains(".") ? Place.ARGUMENT : Place.RUNNER;
    }

    private void note(Set<String> into, String word) {
        path(word)
                .forEach(path ->
                        folders.forEach(folder -> steps(folder + "/" + path).ifPresent(into::add)));
    }

    /** Whether a {@code cd} comes about is not known, so what comes after it has both places. */
    private void enter(String path) {
        for (String folder : List.copyOf(folders)) {
            if (folders.size() < FOLDERS_MAX) {
                steps(folder + "/" + path).ifPresent(folders::add);
            }
        }
    }

    /** A word as a relative path, if it can be one. */
    private static Stream<String> path(String word) {
        String path = CHECKOUT.matcher(word).replaceFirst("");
        return path.isBlank() || path.startsWith("/") || path.startsWith("-")
                ? Stream.empty()
                : Stream.of(path);
    }

    /** Without {@code .} and {@code ..}; empty if it leaves the folder. */
    private static Optional<String> steps(String path) {
        List<String> steps = new ArrayList<>();
        for (String step : path.split("/", -1)) {
            if (step.equals("..")) {
                if (steps.isEmpty()) {
                    return Optional.empty();
                }
                steps.removeLast();
            } else if (!step.isEmpty() && !step.equals(".")) {
                steps.add(step);
            }
        }
        return steps.isEmpty() ? Optional.empty() : Optional.of(String.join("/", steps));
    }

    /** A word without its quotes, or what separates commands. */
    private record Word(String text, boolean separator) {
        static List<Word> of(String line) {
            List<Word> words = new ArrayList<>();
            StringBuilder begun = new StringBuilder();
            boolean open = false;
            char quote = 0;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
                    begun.append(line.charAt(++i));
                    open = true;
                } else if (quote != 0) {
                    quote = c == quote ? 0 : quote;
                    begun.append(quote == 0 ? "" : String.valueOf(c));
                } else if (c == '\'' || c == '"') {
                    quote = c;
                    open = true;
                } else if (Character.isWhitespace(c) || ";&|()<>`\n".indexOf(c) >= 0) {
                    end(words, begun, open);
                    open = false;
                    if (!Character.isWhitespace(c) || c == '\n') {
                        words.add(new Word(String.valueOf(c), true));
                    }
                } else {
                    begun.append(c);
                    open = true;
                }
            }
            end(words, begun, open);
            return words;
        }

        private static void end(List<Word> words, StringBuilder begun, boolean open) {
            if (open) {
                words.add(new Word(begun.toString(), false));
                begun.setLength(0);
            }
        }
    }
}
