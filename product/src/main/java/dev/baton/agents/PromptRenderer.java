package dev.baton.agents;

import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the text an agent reads from a template and what the run is about. */
public final class PromptRenderer {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]{1,40})}}");

    private PromptRenderer() {}

    /** With the built-in template of the role. */
    public static String render(Prompt prompt) {
        return render("built-in template of " + prompt.role(), builtIn(prompt.role()), prompt);
    }

    /**
     * With a template of the project. Whatever part it does not place is added at its end: an agent
     * without its task, the findings or the format of its verdict could not do its work.
     *
     * @param name how the template is called in messages
     */
    public static String render(String name, String template, Prompt prompt) {
        Map<String, String> parts = parts(prompt);
        StringBuilder whole = new StringBuilder(template.stripTrailing());
        for (String part : new String[] {"task", "findings", "result"}) {
            if (!template.contains("{{" + part + "}}")) {
                whole.append("\n\n{{").append(part).append("}}");
            }
        }
        // One pass: what is put in is never searched again, so a task cannot name a part.
        Matcher places = PLACE.matcher(whole);
        StringBuilder text = new StringBuilder();
        while (places.find()) {
            String value = parts.get(places.group(1));
            if (value == null) {
                throw new PermanentFailure(
                        FailureCode.SETTINGS,
                        "prompt template (" + name
                                + "): expected one of {{" + String.join("}} {{", parts.keySet())
                                + "}}, found " + places.group());
            }
            places.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return places.appendTail(text).append('\n').toString();
    }

    private static Map<String, String> parts(Prompt prompt) {
        Map<String, String> parts = new TreeMap<>();
        parts.put("key", prompt.taskKey());
        parts.put("stage", prompt.stage());
        parts.put("role", prompt.role());
        parts.put("visit", Long.toString(prompt.visit()));
        parts.put("attempt", Integer.toString(prompt.attempt()));
        parts.put("branch", prompt.branch());
        parts.put("base", prompt.base());
        parts.put("base-sha", prompt.baseSha());
        parts.put("head-sha", prompt.headSha());
        parts.put("artifact", artifact(prompt));
        parts.put("task", PromptParts.task(prompt));
        parts.put("findings", PromptParts.findings(prompt));
        parts.put("result", PromptParts.result(prompt));
        return parts;
    }

    private static String artifact(Prompt prompt) {
        String file = prompt.artifact();
        return file == null ? "docs/tasks/" + prompt.taskKey() + ".md" : file;
    }

    private static String builtIn(String role) {
        String text = resource(role + ".md");
        return text.isEmpty() ? resource("generic.md") : text;
    }

    private static String resource(String name) {
        try (InputStream in = PromptRenderer.class.getResourceAsStream(name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
