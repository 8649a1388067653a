package dev.baton.store.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.model.Sha;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON object in a text column. A field that must be there and is not is refused by name. */
record Json(ObjectNode node) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Json object(String kind) {
        return new Json(MAPPER.createObjectNode().put("kind", kind));
    }

    static Json parse(String text) {
        if (tree(text) instanceof ObjectNode object) {
            return new Json(object);
        }
        throw new IllegalStateException("stored JSON: expected an object, found " + text);
    }

    static String list(List<String> texts) {
        ArrayNode array = MAPPER.createArrayNode();
        texts.forEach(array::add);
        return array.toString();
    }

    static List<String> parseList(String text) {
        return texts(tree(text), text);
    }

    Json put(String field, @Nullable String value) {
        node.put(field, value);
        return this;
    }

    Json put(String field, @Nullable Integer value) {
        node.put(field, value);
        return this;
    }

    Json put(String field, List<String> values) {
        ArrayNode array = node.putArray(field);
        values.forEach(array::add);
        return this;
    }

    String text(String field) {
        String value = textOrNull(field);
        if (value == null) {
            throw refused(field, "text");
        }
        return value;
    }

    @Nullable
    String textOrNull(String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw refused(field, "text");
        }
        return value.textValue();
    }

    int number(String field) {
        Integer value = numberOrNull(field);
        if (value == null) {
            throw refused(field, "a number");
        }
        return value;
    }

    @Nullable
    Integer numberOrNull(String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isInt()) {
            throw refused(field, "a number");
        }
        return value.intValue();
    }

    Sha sha(String field) {
        return new Sha(text(field));
    }

    @Nullable
    Sha shaOrNull(String field) {
        String value = textOrNull(field);
        return value == null ? null : new Sha(value);
    }

    List<String> texts(String field) {
        JsonNode value = node.get(field);
        if (value == null) {
            throw refused(field, "a list of texts");
        }
        return texts(value, node.toString());
    }

    /** For fields that rows of earlier versions do not have. */
    List<String> textsOrNone(String field) {
        return node.has(field) ? texts(field) : List.of();
    }

    @Override
    public String toString() {
        return node.toString();
    }

    private IllegalStateException refused(String field, String expected) {
        return new IllegalStateException(
                "stored JSON: expected %s in '%s', found %s".formatted(expected, field, node));
    }

    private static List<String> texts(JsonNode array, String whole) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array) {
            texts.add(element.textValue());
        }
        if (!array.isArray() || texts.contains(null)) {
            throw new IllegalStateException(
                    "stored JSON: expected a list of texts, found " + whole);
        }
        return List.copyOf(texts);
    }

    private static JsonNode tree(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON: expected JSON, found " + text, e);
        }
    }
}
