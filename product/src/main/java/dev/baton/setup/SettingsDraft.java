package dev.baton.setup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The text of a first baton.yaml. */
final class SettingsDraft {
    private static final int PROJECT_LENGTH_MAX = 10;
    private static final String PROJECT_DEFAULT = "APP";
    private static final String AGENT_DEFAULT = "agent";

    private SettingsDraft() {}

    /**
     * What was found.
     *
     * @param repository relative to the file, or absolute
     * @param data where it is as long as the file does not say so
     */
    record Facts(
            String name,
            String repository,
            String data,
            String base,
            Optional<TestCommand.Guess> test,
            List<KnownAgent> agents) {}

    static String of(Facts facts) {
        String developer = name(facts.agents(), 0);
        // Another eye than the developer's, where there is one.
        String reviewer = name(facts.agents(), Math.min(1, facts.agents().size() - 1));
        Map<String, String> places = Map.of(
                "@DATA@", facts.data(),
                "@AGENTS@", agents(facts.agents()),
                "@PROJECT@", project(facts.name()),
                "@REPOSITORY@", quoted(facts.repository()),
                "@BASE@", quoted(facts.base()),
                "@TEST@", quoted(facts.test().map(TestCommand.Guess::command).orElse(noTest())),
                "@TEST_WHY@",
                        facts.test()
                                .map(guess -> "guessed from " + guess.from())
                                .orElse("no test was found: put your command here"),
                "@DEVELOPER@", developer,
                "@REVIEWER@", reviewer);
        String text = template();
        for (Map.Entry<String, String> place : places.entrySet()) {
            text = text.replace(place.getKey(), place.getValue());
        }
        return text;
    }

    /** A red gate with a reason: a test that passes without testing would be worse. */
    private static String noTest() {
        return "echo 'set the test command in baton.yaml' && exit 1";
    }

    private static String name(List<KnownAgent> agents, int index) {
        return agents.isEmpty() ? AGENT_DEFAULT : agents.get(index).program();
    }

    private static String agents(List<KnownAgent> found) {
        String entries = found.isEmpty()
                ? entry(AGENT_DEFAULT, List.of("./agent.sh"), "your own; none was found on PATH")
                : found.stream()
                        .map(agent -> entry(agent.program(), agent.command(), "found on PATH"))
                        .collect(Collectors.joining());
        String example = found.isEmpty()
                ? ""
                : "# another:\n#   profile: command\n#   command: [./agent.sh]\n".indent(2);
        return (entries + example).stripTrailing();
    }

    private static String entry(String name, List<String> command, String why) {
        return """
                  %s:
                    profile: command
                    command: [%s]   # %s
                    timeout: 45m                  # a run that takes longer is ended
                    silence: 10m                  # no output for so long = stuck
                    attempts: 2
                """.formatted(name, String.join(", ", command), why);
    }

    /** Capital letters and digits of a name, a letter first. */
    static String project(String name) {
        String plain = name.toUpperCase(Locale.ROOT)
                .replaceAll("\\.GIT$", "")
                .replaceAll("[^A-Z0-9]", "")
                .replaceAll("^[0-9]+", "");
        return plain.isEmpty()
                ? PROJECT_DEFAULT
                : plain.substring(0, Math.min(PROJECT_LENGTH_MAX, plain.length()));
    }

    /** Plain where YAML takes it as text for certain, else single-quoted. */
    static String quoted(String text) {
        boolean plain = text.matches("[A-Za-z./][\\w./ +-]*[\\w./+-]|[A-Za-z./]")
                && !text.matches("(?i)true|false|null|yes|no|on|off|y|n");
        return plain ? text : "'" + text.replace("'", "''") + "'";
    }

    private static String template() {
        try (InputStream in = SettingsDraft.class.getResourceAsStream("init/baton.yaml")) {
            if (in == null) {
                throw new IllegalStateException(
                        "expected the resource init/baton.yaml, found none");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
