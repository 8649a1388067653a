package dev.baton.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds git and says whether it is new enough. */
public final class GitProgram {
    /** Since this version {@code merge-tree --write-tree} exists. */
    private static final int MAJOR_MIN = 2;

    private static final int MINOR_MIN = 38;
    private static final Pattern VERSION = Pattern.compile("git version ((\\d+)\\.(\\d+)\\S*).*");

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
