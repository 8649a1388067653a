package dev.baton.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class YamlDocumentTest {
    @Test
    void reportsEveryProblemWithItsLineInTheOrderOfTheFile() {
        YamlDocument document = YamlDocument.parse("baton.yaml", """
                nmae: x
                count: many
                wait: 10 minutes
                on: perhaps
                list: one
                """);
        Fields root = document.root();
        root.flag("on", false);
        root.texts("list");
        root.duration("wait", Duration.ofSeconds(1));
        root.number("count", 1);
        root.text("name");
        root.end();

        assertThat(document.problems())
                .map(Problem::toString)
                .containsExactly(
                        "baton.yaml:1: unknown key 'nmae'; nearest known key: 'name'",
                        "baton.yaml:2: count: expected a whole number of at least 1, found 'many'",
                        "baton.yaml:3: wait: expected a duration like 500ms, 10s, 45m or 2h, found"
                                + " '10 minutes'",
                        "baton.yaml:4: on: expected true or false, found 'perhaps'",
                        "baton.yaml:5: list: expected a list, found 'one'");
    }

    @Test
    void namesTheKnownKeysWhereNoneIsNear() {
        YamlDocument document = YamlDocument.parse("f", "zzzzzzzz: 1");
        Fields root = document.root();
        root.text("stages");
        root.text("after");
        root.end();

        assertThat(document.problems())
                .map(Problem::text)
                .containsExactly("unknown key 'zzzzzzzz'; known keys: after, stages");
    }

    @Test
    void reportsAKeyThatIsThereTwice() {
        assertThat(problems("a: 1\nb: 2\na: 3"))
                .containsExactly("f:3: a: expected a key once, found it again (first at line 1)");
    }

    @Test
    void reportsTheLineOfASyntaxError() {
        assertThat(problems("a: 1\nb: [1, 2\nc: 3\n"))
                .singleElement()
                .asString()
                .startsWith("f:3: expected YAML, found: ");
    }

    @Test
    void reportsWhatIsNoMapping() {
        assertThat(problems("")).containsExactly("f:1: expected keys and values, found nothing");
        assertThat(problems("- a")).containsExactly("f:1: expected keys and values, found a list");
        assertThat(problems("text")).containsExactly("f:1: expected keys and values, found 'text'");
    }

    @Test
    void refusesABillionLaughs() {
        String bomb = """
                a: &a [x, x]
                b: &b [*a, *a]
                c: [*b, *b]
                """;
        assertThat(problems(bomb)).singleElement().asString().contains("aliases");
    }

    @Test
    void refusesTextThatIsDeeplyNested() {
        assertThat(problems("a: " + "[".repeat(10_000)))
                .singleElement()
                .asString()
                .startsWith("f:1: expected YAML, found: Nesting Depth exceeded");
    }

    @Test
    void refusesTextThatIsTooLarge() {
        assertThat(problems("a: " + "x".repeat(YamlDocument.CHARACTERS_MAX)))
                .containsExactly("f:1: expected at most 1048576 characters, found 1048579");
    }

    @Test
    void constructsNothingThatATagNames() {
        assertThat(problems("a: !!javax.script.ScriptEngineManager [x]"))
                .containsExactly("f:1: expected YAML, found: Global tag is not allowed:"
                        + " tag:yaml.org,2002:javax.script.ScriptEngineManager");
    }

    @Test
    void readsWordsWithAndWithoutSettings() {
        YamlDocument document = YamlDocument.parse("f", "gates: [a, b: {c: d}]");

        List<Fields.Word> words = document.root().words("gates");

        assertThat(words).map(Fields.Word::word).containsExactly("a", "b");
        assertThat(words.get(1).settings().text("c")).isEqualTo("d");
        assertThat(document.problems()).isEmpty();
    }

    @Test
    void reportsTheSameProblemOnce() {
        YamlDocument document = YamlDocument.parse("f", "a: []");
        document.root().text("a");
        document.root().text("a");

        assertThat(document.problems()).hasSize(1);
    }

    private static List<String> problems(String text) {
        YamlDocument document = YamlDocument.parse("f", text);
        Fields root = document.root();
        List.of("a", "b", "c").forEach(root::has);
        root.end();
        return document.problems().stream().map(Problem::toString).toList();
    }
}
