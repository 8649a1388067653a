package dev.baton.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The keys of one mapping. Asking for a key makes it known; {@link #end} reports the rest. A value
 * that is not as asked is a problem, and the default is answered so that reading goes on. Asking
 * twice is harmless: the same problem is reported once.
 */
public final class Fields {
    private final YamlDocument document;
    private final String path;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    Fields(YamlDocument document, String path, @Nullable MappingNode node, int line) {
        this.document = document;
        this.path = path;
        this.line = line;
        if (node != null) {
            node.getValue().forEach(this::take);
        }
    }

    private void take(NodeTuple tuple) {
        int at = lineOf(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            document.problem(at, name(path) + "expected a key, found " + kind(tuple.getKeyNode()));
            return;
        }
        Integer first = lines.putIfAbsent(key.getValue(), at);
        if (first != null) {
            document.problem(
                    at,
                    full(key.getValue()) + ": expected a key once, found it again"
                            + " (first at line " + first + ")");
            return;
        }
        values.put(key.getValue(), tuple.getValueNode());
    }

    /** Where this mapping begins: the line of its key, or of its first one in a list. */
    public int line() {
        return line;
    }

    /** Where a key stands; where the mapping begins if it is not there. */
    public int line(String key) {
        return lines.getOrDefault(key, line);
    }

    public boolean has(String key) {
        return known(key) != null;
    }

    /** Reports a problem with the value of a key. */
    public void problem(String key, String text) {
        document.problem(line(key), full(key) + ": " + text);
    }

    public @Nullable String text(String key) {
        Node node = known(key);
        return node == null ? null : scalar(key, node);
    }

    public String text(String key, String otherwise) {
        String text = text(key);
        return text == null ? otherwise : text;
    }

    /** A text that has to be there; empty text and a problem if it is not. */
    public String required(String key) {
        String text = text(key);
        if (text == null && !values.containsKey(key)) {
            problem(key, "expected a value, found nothing");
        }
        return text == null ? "" : text;
    }

    public Duration duration(String key, Duration otherwise) {
        String text = text(key);
        if (text == null) {
            return otherwise;
        }
        return Durations.parse(text).filter(Duration::isPositive).orElseGet(() -> {
            problem(key, "expected " + Durations.EXPECTED + ", found '" + text + "'");
            return otherwise;
        });
    }

    public @Nullable Integer number(String key, int min) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        if (text.matches("-?[0-9]{1,9}") && Integer.parseInt(text) >= min) {
            return Integer.valueOf(text);
        }
        problem(key, "expected a whole number of at least " + min + ", found '" + text + "'");
        return null;
    }

    public int number(String key, int min, int otherwise) {
        Integer number = number(key, min);
        return number == null ? otherwise : number;
    }

    public boolean flag(String key, boolean otherwise) {
        String text = text(key);
        if (text == null || text.equals("true") || text.equals("false")) {
            return text == null ? otherwise : text.equals("true");
        }
        problem(key, "expected true or false, found '" + text + "'");
        return otherwise;
    }

    /** One of some words; a problem with the nearest of them, and null, if it is another. */
    public @Nullable String word(String key, String kind, Collection<String> known) {
        String text = text(key);
        if (text == null || known.contains(text)) {
            return text;
        }
        problem(key, "unknown " + kind + " '" + text + "'; " + Nearest.hint(text, kind, known));
        return null;
    }

    /** A list of texts; null if the key is not there. */
    public @Nullable List<String> texts(String key) {
        List<Node> nodes = sequence(key);
        if (nodes == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (Node node : nodes) {
            String text = scalar(key, node);
            if (text != null) {
                texts.add(text);
            }
        }
        return List.copyOf(texts);
    }

    /** A mapping under a key; one without keys if it is not there. */
    public Fields fields(String key) {
        Node node = known(key);
        return node == null
                ? empty(full(key), line(key))
                : mapping(full(key), key, node, line(key));
    }

    /** A mapping from names, which the writer chooses, to mappings. */
    public Map<String, Fields> named(String key) {
        Fields names = fields(key);
        Map<String, Fields> result = new LinkedHashMap<>();
        names.values.forEach((name, node) ->
                result.put(name, names.mapping(names.full(name), name, node, names.line(name))));
        return result;
    }

    /** A mapping from names, which the writer chooses, to texts. */
    public Map<String, String> pairs(String key) {
        Fields names = fields(key);
        Map<String, String> result = new LinkedHashMap<>();
        names.values.forEach((name, node) -> {
            String text = names.scalar(name, node);
            if (text != null) {
                result.put(name, text);
            }
        });
        return result;
    }

    /** A list of mappings; null if the key is not there. */
    public @Nullable List<Fields> items(String key) {
        List<Node> nodes = sequence(key);
        if (nodes == null) {
            return null;
        }
        List<Fields> items = new ArrayList<>();
        for (Node node : nodes) {
            items.add(mapping(full(key) + "[" + items.size() + "]", key, node, lineOf(node)));
        }
        return items;
    }

    /** An item of a list that is a word, or a word with settings. */
    public record Word(String word, int line, Fields settings) {}

    /** A list of words, some with settings: {@code [a, b: {c: d}]}. Empty if it is not there. */
    public List<Word> words(String key) {
        List<Node> nodes = sequence(key);
        List<Word> words = new ArrayList<>();
        for (Node node : nodes == null ? List.<Node>of() : nodes) {
            Word word = word(key, node);
            if (word != null) {
                words.add(word);
            }
        }
        return words;
    }

    private @Nullable Word word(String key, Node node) {
        int at = lineOf(node);
        if (node instanceof MappingNode mapping
                && mapping.getValue().size() == 1
                && mapping.getValue().getFirst().getKeyNode() instanceof ScalarNode name) {
            Node settings = mapping.getValue().getFirst().getValueNode();
            String where = full(key) + "." + name.getValue();
            return new Word(name.getValue(), at, mapping(where, key, settings, at));
        }
        String word = scalar(key, node);
        return word == null ? null : new Word(word, at, empty(full(key) + "." + word, at));
    }

    /** Reports every key that was not asked for. */
    public void end() {
        for (String key : values.keySet()) {
            if (!asked.contains(key)) {
                document.problem(
                        line(key),
                        "unknown key '" + full(key) + "'; " + Nearest.hint(key, "key", asked));
            }
        }
    }

    private @Nullable Node known(String key) {
        asked.add(key);
        document.ask(full(key));
        return values.get(key);
    }

    private @Nullable List<Node> sequence(String key) {
        Node node = known(key);
        if (node == null) {
            return null;
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(key, "expected a list, found " + kind(node));
        return List.of();
    }

    private @Nullable String scalar(String key, Node node) {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return scalar.getValue();
        }
        document.problem(
                lineOf(node), full(key) + ": expected a single value, found " + kind(node));
        return null;
    }

    private Fields mapping(String where, String key, Node node, int at) {
        if (node instanceof MappingNode mapping) {
            return new Fields(document, where, mapping, at);
        }
        document.problem(
                lineOf(node), full(key) + ": expected keys and values, found " + kind(node));
        return empty(where, at);
    }

    private Fields empty(String where, int at) {
        return new Fields(document, where, null, at);
    }

    private String full(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String name(String path) {
        return path.isEmpty() ? "" : path + ": ";
    }

    private static int lineOf(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }

    static String kind(Node node) {
        return switch (node) {
            case ScalarNode s when s.getTag().equals(Tag.NULL) -> "nothing";
            case ScalarNode s -> "'" + abbreviated(s.getValue()) + "'";
            case SequenceNode s -> "a list";
            case MappingNode m -> "keys and values";
            default -> "something else";
        };
    }

    private static String abbreviated(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
