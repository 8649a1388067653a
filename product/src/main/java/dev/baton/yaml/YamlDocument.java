package dev.baton.yaml;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** One YAML text being read, and what is wrong with it. Used by one thread. */
public final class YamlDocument {
    /** Larger than any file a person writes by hand. */
    public static final int CHARACTERS_MAX = 1 << 20;

    private static final int DEPTH_MAX = 20;

    private final String file;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<String> asked = new TreeSet<>();
    private final @Nullable MappingNode root;

    private YamlDocument(String file, String text) {
        this.file = file;
        this.root = compose(text);
    }

    /**
     * @param file how the file is called in problems
     */
    public static YamlDocument parse(String file, String text) {
        return new YamlDocument(file, text);
    }

    /** Whether it could not be read at all; then {@link #problems} has the one reason. */
    public boolean broken() {
        return root == null;
    }

    /** The top level; without keys if the document is broken. */
    public Fields root() {
        return new Fields(this, "", root, 1);
    }

    /** What was found so far, in the order of the file. */
    public List<Problem> problems() {
        return problems.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
    }

    /** The path of every key that was asked for, there or not. */
    public Set<String> asked() {
        return Set.copyOf(asked);
    }

    /** Reports something that only the caller can know to be wrong. */
    public void problem(int line, String text) {
        problems.add(new Problem(file, line, text));
    }

    void ask(String path) {
        asked.add(path);
    }

    private @Nullable MappingNode compose(String text) {
        if (text.length() > CHARACTERS_MAX) {
            problem(
                    1,
                    "expected at most " + CHARACTERS_MAX + " characters, found " + text.length());
            return null;
        }
        try {
            Node node =
                    new Yaml(new SafeConstructor(limits())).compose(new java.io.StringReader(text));
            if (node instanceof MappingNode mapping) {
                return mapping;
            }
            problem(
                    1,
                    "expected keys and values, found "
                            + (node == null ? "nothing" : Fields.kind(node)));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            problem(
                    mark == null ? 1 : mark.getLine() + 1,
                    "expected YAML, found: " + e.getProblem());
        } catch (YAMLException e) {
            problem(1, "expected YAML, found: " + firstLineOf(e.getMessage()));
        }
        return null;
    }

    private static String firstLineOf(@Nullable String message) {
        return message == null ? "unreadable text" : message.lines().findFirst().orElse("");
    }

    private static LoaderOptions limits() {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(CHARACTERS_MAX);
        limits.setNestingDepthLimit(DEPTH_MAX);
        limits.setMaxAliasesForCollections(0);
        limits.setAllowRecursiveKeys(false);
        return limits;
    }
}
