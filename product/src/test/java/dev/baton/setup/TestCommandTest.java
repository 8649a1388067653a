package dev.baton.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestCommandTest {
    @Test
    void prefersTheWrapperOfTheRepository() {
        assertThat(guess("pom.xml", "mvnw")).contains("./mvnw -q verify");
        assertThat(guess("pom.xml")).contains("mvn -q verify");
        assertThat(guess("build.gradle.kts", "gradlew")).contains("./gradlew check");
        assertThat(guess("build.gradle")).contains("gradle check");
    }

    @Test
    void takesThePackageManagerWhoseLockFileIsThere() {
        String script = "{\"scripts\": {\"test\": \"vitest run\"}}";
        assertThat(node(script)).contains("npm install && npm test");
        assertThat(node(script, "package-lock.json")).contains("npm ci && npm test");
        assertThat(node(script, "yarn.lock"))
                .contains("yarn install --frozen-lockfile && yarn test");
        assertThat(node(script, "pnpm-lock.yaml"))
                .contains("pnpm install --frozen-lockfile && pnpm test");
        assertThat(node(script, "bun.lock"))
                .contains("bun install --frozen-lockfile && bun run test");
    }

    @Test
    void takesNoScriptThatOnlyFails() {
        assertThat(node("{\"scripts\": {\"test\": \"echo \\\"Error: no test specified\\\" && exit"
                        + " 1\"}}"))
                .isEmpty();
        assertThat(node("{}")).isEmpty();
        assertThat(node("not json")).isEmpty();
    }

    @Test
    void knowsCargoGoAndMake() {
        assertThat(guess("Cargo.toml")).contains("cargo test");
        assertThat(guess("go.mod")).contains("go test ./...");
        assertThat(make("all:\n\ntest: all\n\t./t\n")).contains("make test");
        assertThat(make("check:\n\t./t\n")).contains("make check");
        assertThat(make("test := yes\nall:\n")).isEmpty();
    }

    @Test
    void guessesNothingFromNothing() {
        assertThat(guess("README.md")).isEmpty();
    }

    private static Optional<String> guess(String... names) {
        return command(List.of(names), Map.of());
    }

    private static Optional<String> node(String manifest, String... lockFiles) {
        List<String> names = new java.util.ArrayList<>(List.of(lockFiles));
        names.add("package.json");
        return command(names, Map.of("package.json", manifest));
    }

    private static Optional<String> make(String text) {
        return command(List.of("Makefile"), Map.of("Makefile", text));
    }

    private static Optional<String> command(List<String> names, Map<String, String> texts) {
        return new TestCommand(names, name -> Optional.ofNullable(texts.get(name)))
                .guess()
                .map(TestCommand.Guess::command);
    }
}
