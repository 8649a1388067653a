package dev.baton.gates;

import dev.baton.yaml.Fields;
import dev.baton.yaml.Problem;
import dev.baton.yaml.YamlDocument;

import java.util.ArrayList;
import java.util.List;

/**
 * The strict reader of a verdict file. Whatever is not in the form of CONTRACT is torn: an agent
 * that did not keep to the form may not have kept to the task either.
 */
sealed interface VerdictText {
    /** The words an agent can say. */
    List<String> WORDS = List.of("ready", "approved", "changes-requested", "pass", "fail");

    List<String> SEVERITIES = List.of("minor", "major", "critical");

    /** Larger front matter is no verdict. */
    int FRONT_LENGTH_MAX = 64 * 1024;

    int FINDINGS_MAX = 200;

    String FENCE = "---";

    /** In form; whether it speaks of the right commit is not known here. */
    record Read(String word, String subject, List<String> findings, String freeText)
            implements VerdictText {}

    /** Not in form. */
    record Torn(String why) implements VerdictText {}

    static VerdictText parse(String file, String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().stripTrailing().equals(FENCE)) {
            return torn(
                    file,
                    "'---' as the first line, found "
                            + (lines.isEmpty()
                                    ? "an empty file"
                                    : "'" + start(lines.getFirst()) + "'"));
        }
        int end = 1;
        while (end < lines.size() && !lines.get(end).stripTrailing().equals(FENCE)) {
            end++;
        }
        if (end == lines.size()) {
            return torn(file, "a line '---' after the verdict, found the end of the file");
        }
        String front = String.join("\n", lines.subList(1, end));
        if (front.length() > FRONT_LENGTH_MAX) {
            return torn(
                    file,
                    "at most " + FRONT_LENGTH_MAX + " characters between the '---', found "
                            + front.length());
        }
        return read(file, front, String.join("\n", lines.subList(end + 1, lines.size())));
    }

    private static VerdictText read(String file, String front, String freeText) {
        YamlDocument document = YamlDocument.parse(file, "\n" + front);
        Fields fields = document.root();
        if (document.broken()) {
            return problem(document.problems());
        }
        String word = fields.required("verdict");
        if (!word.isEmpty() && !WORDS.contains(word)) {
            fields.problem(
                    "verdict",
                    "expected one of " + String.join(", ", WORDS) + ", found '" + start(word)
                            + "'");
        }
        String subject = fields.required("subject");
        List<String> findings = new ArrayList<>();
        List<Fields> items = fields.items("findings");
        if (items != null) {
            items.stream().limit(FINDINGS_MAX).forEach(item -> findings.add(finding(item)));
        }
        fields.end();
        return document.problems().isEmpty()
                ? new Read(word, subject, List.copyOf(findings), freeText)
                : problem(document.problems());
    }

    /** {@code src/Main.java:12: major: greets in English}. */
    private static String finding(Fields item) {
        String where = item.text("file", "");
        Integer line = item.number("line", 0);
        String severity = item.word("severity", "severity", SEVERITIES);
        String text = item.required("text").strip();
        item.end();
        return (where.isEmpty() ? "" : where + (line == null ? "" : ":" + line) + ": ")
                + (severity == null ? "" : severity + ": ")
                + text;
    }

    private static VerdictText problem(List<Problem> problems) {
        return new Torn(problems.getFirst()
                + (problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)"));
    }

    private static Torn torn(String file, String expectedAndFound) {
        return new Torn(file + ": expected " + expectedAndFound);
    }

    private static String start(String line) {
        return line.length() <= 60 ? line : line.substring(0, 60) + "…";
    }
}
