package dev.baton.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What the command line is given.
 *
 * @param in for {@code --body -}
 * @param colours standard output is a terminal and NO_COLOR is not set
 * @param token the value of BATON_TOKEN
 * @param user who types, in whose name things are held
 * @param version the line of {@code baton version}
 */
public record CliContext(
        PrintWriter out,
        PrintWriter err,
        InputStream in,
        boolean colours,
        @Nullable String token,
        InstantSource clock,
        ServerFinder finder,
        String user,
        String version) {
    @Override
    public String toString() {
        return "CliContext[" + version + "]";
    }
}
