package dev.baton.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Guesses the command that tests a project from the files in its top folder. It runs in a fresh
 * clone, so wrappers go before what is installed, and dependencies that a clone lacks are fetched.
 */
final class TestCommand {
    private static final Pattern TARGET = Pattern.compile("(?m)^(test|check)\\s*:(?!=)");
    private static final String NPM_PLACEHOLDER = "no test specified";

    private final List<String> names;
    private final Function<String, Optional<String>> text;

    /**
     * @param names of the files in the top folder
     * @param text of one of them
     */
    TestCommand(List<String> names, Function<String, Optional<String>> text) {
        this.names = names;
        this.text = text;
    }

    /** The command and the file that it was guessed from. */
    record Guess(String command, String from) {}

    Optional<Guess> guess() {
        return Stream.of(
                        when("pom.xml", wrapped("mvnw", "mvn") + " -q verify"),
                        when("build.gradle.kts", wrapped("gradlew", "gradle") + " check"),
                        when("build.gradle", wrapped("gradlew", "gradle") + " check"),
                        node(),
                        when("Cargo.toml", "cargo test"),
                        when("go.mod", "go test ./..."),
                        make("Makefile"),
                        make("makefile"),
                        make("GNUmakefile"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Guess> when(String name, String command) {
        return names.contains(name) ? Optional.of(new Guess(command, name)) : Optional.empty();
    }

    private String wrapped(String wrapper, String installed) {
        return names.contains(wrapper) ? "./" + wrapper : installed;
    }

    private Optional<Guess> node() {
        return when("package.json", nodeCommand()).filter(guess -> hasTestScript());
    }

    private String nodeCommand() {
        if (names.contains("pnpm-lock.yaml")) {
            return "pnpm install --frozen-lockfile && pnpm test";
        } else if (names.contains("yarn.lock")) {
            return "yarn install --frozen-lockfile && yarn test";
        } else if (names.contains("bun.lock") || names.contains("bun.lockb")) {
            return "bun install --frozen-lockfile && bun run test";
        } else if (names.contains("package-lock.json")) {
            return "npm ci && npm test";
        } else {
            return "npm install && npm test";
        }
    }

    /** {@code npm init} writes a script that only fails. */
    private boolean hasTestScript() {
        try {
            String script = new JsonMapper()
                    .readTree(text.apply("package.json").orElse("{}"))
                    .path("scripts")
                    .path("test")
                    .asText();
            return !script.isBlank() && !script.contains(NPM_PLACEHOLDER);
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private Optional<Guess> make(String file) {
        return when(file, "")
                .flatMap(guess -> text.apply(file))
                .map(TARGET::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(target -> new Guess("make " + target.group(1), file));
    }
}
