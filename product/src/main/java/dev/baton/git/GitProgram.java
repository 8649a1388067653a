package dev.baton.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds git and says whether it is new enough. */
public final class GitProgram {
    /** Since this version {@code merge-tree --write-tree} exists. */
    private static final int MAJOR_MIN = 2;

    private static final int MINOR_MIN = 38;

    /**
     * Up to 2.39.3 a local clone can be made to run code of whoever made the repository
     * (CVE-2024-32004, CVE-2024-32465; mended in 2.39.4); 2.39.5 takes back what 2.39.4 broke.
     */
    private static final List<Integer> SAFE_MIN = List.of(2, 39, 5);

    private static final Pattern VERSION =
            Pattern.compile("git version ((\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?\\S*).*");

    private GitProgram() {}

    /** What is wrong with git on this machine, in words for a person; empty if nothing is. */
    public static Optional<String> problem(GitSettings settings) {
        Path program;
        try {
            program = find(settings.program(), settings.searchPath());
        } catch (IOException missing) {
            return Optional.of("git (" + settings.program() + "): expected " + MAJOR_MIN + "."
                    + MINOR_MIN + " or newer on PATH, found none."
                    + " Next: install git with your system's package manager");
        }
        String answer = new Git(settings).run(GitCommand.of("version")).line();
        Matcher version = VERSION.matcher(answer);
        if (!version.matches()) {
            return Optional.of(tooOld(program, "'" + answer + "'"));
        }
        int major = Integer.parseInt(version.group(2));
        int minor = Integer.parseInt(version.group(3));
        boolean fits = major > MAJOR_MIN || (major == MAJOR_MIN && minor >= MINOR_MIN);
        return fits ? Optional.empty() : Optional.of(tooOld(program, version.group(1)));
    }

    /**
     * Why a git that works should not be used, in words for a person; empty if nothing speaks
     * against it. A distribution may have mended an older one without a new number.
     */
    public static Optional<String> weakness(GitSettings settings) {
        String answer = new Git(settings).run(GitCommand.of("version")).line();
        Matcher version = VERSION.matcher(answer);
        if (!version.matches() || safe(version)) {
            return Optional.empty();
        }
        return Optional.of("git: expected 2.39.5 or newer, found " + version.group(1)
                + ": before 2.39.4 a clone could run code of whoever made the repository"
                + " (CVE-2024-32004, CVE-2024-32465)"
                + ". Next: install a newer git, or put one first on PATH");
    }

    private static boolean safe(Matcher version) {
        for (int i = 0; i < SAFE_MIN.size(); i++) {
            String part = version.group(2 + i);
            int found = part == null ? 0 : Integer.parseInt(part);
            if (found != SAFE_MIN.get(i)) {
                return found > SAFE_MIN.get(i);
            }
        }
        return true;
    }

    private static String tooOld(Path program, String found) {
        return "git (" + program + "): expected " + MAJOR_MIN + "." + MINOR_MIN
                + " or newer, found " + found
                + ". Next: install a newer git, or put one first on PATH";
    }

    static Path find(String program, String searchPath) throws IOException {
        if (program.indexOf('/') >= 0) {
            return Path.of(program).toAbsolutePath();
        }
        for (String folder : searchPath.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder).resolve(program);
            // A relative folder on the path would mean whatever the working directory is.
            if (candidate.isAbsolute() && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new IOException("no program '" + program + "' on the path '" + searchPath + "'");
    }
}
