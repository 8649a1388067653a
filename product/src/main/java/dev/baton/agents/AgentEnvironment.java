package dev.baton.agents;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The whole environment of a run: an allow-list, never the server's own minus something. */
public final class AgentEnvironment {
    /** Passed through to every run where the server has them. */
    public static final List<String> ALWAYS =
            List.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "JAVA_HOME");

    /** Names with this prefix are Baton's own and cannot be passed through. */
    public static final String PREFIX = "BATON_";

    private AgentEnvironment() {}

    /** What the run is about, as variables. */
    public record Variables(
            String task,
            String stage,
            long visit,
            int attempt,
            String role,
            String run,
            String baseSha,
            String headSha,
            String out) {
        Map<String, String> asMap() {
            return Map.of(
                    "BATON_TASK", task,
                    "BATON_STAGE", stage,
                    "BATON_VISIT", Long.toString(visit),
                    "BATON_ATTEMPT", Integer.toString(attempt),
                    "BATON_ROLE", role,
                    "BATON_RUN", run,
                    "BATON_BASE_SHA", baseSha,
                    "BATON_HEAD_SHA", headSha,
                    "BATON_OUT", out);
        }
    }

    /**
     * @param server the environment of the server
     * @param names what the agent's settings pass through
     */
    public static Map<String, String> of(
            Map<String, String> server, List<String> names, Variables variables) {
        Map<String, String> environment = allowed(server, names);
        environment.putAll(variables.asMap());
        return environment;
    }

    /** The same without what a run is about: for commands of gates the caller adds its own. */
    public static Map<String, String> allowed(Map<String, String> server, List<String> names) {
        Map<String, String> environment = new TreeMap<>();
        ALWAYS.forEach(name -> pass(server, name, environment));
        names.stream()
                .filter(name -> !name.startsWith(PREFIX))
                .forEach(name -> pass(server, name, environment));
        return environment;
    }

    private static void pass(Map<String, String> from, String name, Map<String, String> to) {
        String value = from.get(name);
        if (value != null) {
            to.put(name, value);
        }
    }
}
