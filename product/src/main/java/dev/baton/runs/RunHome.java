package dev.baton.runs;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The home folder of a unit that is shut in: kept from run to run, shared with the other runs of
 * the same project and role, and with nobody else.
 *
 * @param project its name
 * @param role of the agent, or {@link #GATES}
 * @param logins files that let the agent's program in elsewhere
 */
public record RunHome(String project, String role, List<Login> logins) {
    /** Whose home the commands of gates have; no role of a pipeline can be called so. */
    public static final String GATES = "+gates";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public RunHome {
        logins = List.copyOf(logins);
    }

    /**
     * A copy of a file of the operator's home.
     *
     * @param path below the home folder
     * @param changed when the operator's program last wrote it: the newer of two copies counts
     */
    public record Login(Path path, String text, Instant changed) {}

    public static RunHome ofGates(String project) {
        return new RunHome(project, GATES, List.of());
    }

    /** Below the folder of all homes: two parts, neither of which leads elsewhere. */
    public Path place() {
        return Path.of(part(project), role.equals(GATES) ? GATES : part(role));
    }

    /** A role is named by whoever writes a pipeline, so it may be any text. */
    private static String part(String name) {
        if (PLAIN.matcher(name).matches()) {
            return name;
        }
        StringBuilder hex = new StringBuilder("+");
        name.chars().limit(40).forEach(c -> hex.append(Integer.toHexString(c)).append('.'));
        return hex.append(Integer.toHexString(name.hashCode())).toString();
    }
}
