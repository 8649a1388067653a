package dev.baton.pipeline;

import dev.baton.model.HygieneCheck;
import dev.baton.model.HygieneRules;
import dev.baton.yaml.Fields;
import dev.baton.yaml.Nearest;
import dev.baton.yaml.Sizes;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a project lets pass in the gate {@code hygiene}, beside what its pipeline does.
 *
 * @param hosts who is asked over https for commits of submodules, beside the repository's own
 */
public record HygieneSettings(HygieneRules rules, Set<String> hosts) {
    public static final HygieneSettings DEFAULT =
            new HygieneSettings(HygieneRules.DEFAULT, Set.of());

    private static final Pattern HOST =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    public HygieneSettings {
        hosts = Set.copyOf(hosts);
    }

    /** Reads {@code hygiene} of a project. */
    public static HygieneSettings read(Fields project) {
        Fields fields = project.fields("hygiene");
        HygieneRules rules = rules(fields);
        List<String> hosts = fields.texts("hosts");
        List<String> named = hosts == null ? List.of() : hosts;
        named.stream()
                .filter(host -> !HOST.matcher(host).matches())
                .forEach(host -> fields.problem(
                        "hosts",
                        "expected names of hosts in small letters such as github.com, found '"
                                + host + "'"));
        fields.end();
        return new HygieneSettings(rules, Set.copyOf(named));
    }

    static HygieneRules rules(Fields fields) {
        Set<HygieneCheck> off = EnumSet.noneOf(HygieneCheck.class);
        List<String> words = fields.texts("off");
        for (String word : words == null ? List.<String>of() : words) {
            check(fields, "off", word).ifPresent(off::add);
        }
        Map<HygieneCheck, Map<String, String>> except = new EnumMap<>(HygieneCheck.class);
        Fields exceptions = fields.fields("except");
        fields.named("except")
                .keySet()
                .forEach(word -> check(fields, "except", word)
                        .ifPresent(check -> except.put(check, paths(exceptions, check))));
        return new HygieneRules(off, except, bytesMax(fields));
    }

    private static Optional<HygieneCheck> check(Fields fields, String key, String word) {
        Optional<HygieneCheck> check = HygieneCheck.of(word);
        if (check.isEmpty()) {
            fields.problem(
                    key,
                    "unknown check '" + word + "'; "
                            + Nearest.hint(word, "check", HygieneCheck.words()));
        }
        return check;
    }

    private static Map<String, String> paths(Fields exceptions, HygieneCheck check) {
        if (check == HygieneCheck.REPLAYED) {
            exceptions.problem(
                    check.word(),
                    "expected no paths: it is about commits. Next: write off: [" + check.word()
                            + "]");
        }
        Map<String, String> paths = exceptions.pairs(check.word());
        paths.forEach((path, why) -> {
            if (!StageDraft.inside(path)) {
                exceptions.problem(
                        check.word(),
                        "expected a pattern of paths inside the repository such as docs/**,"
                                + " found '" + path + "'");
            }
            if (why.isBlank()) {
                exceptions.problem(
                        check.word(), "expected the reason why '" + path + "' is let pass");
            }
        });
        return paths;
    }

    private static @Nullable Long bytesMax(Fields fields) {
        String text = fields.text("max-size");
        if (text == null) {
            return null;
        }
        OptionalLong bytes = Sizes.parse(text);
        if (bytes.isEmpty() || bytes.getAsLong() <= 0) {
            fields.problem("max-size", "expected " + Sizes.EXPECTED + ", found '" + text + "'");
            return null;
        }
        return bytes.getAsLong();
    }
}
