package dev.baton.main;

import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/** Hides secrets by value wherever text leaves the server. */
final class Redaction implements UnaryOperator<String> {
    /** Shorter values would black out half of every log. */
    private static final int LENGTH_MIN = 6;

    private final List<String> values;

    Redaction(List<String> values) {
        this.values = values.stream()
                .filter(value -> value.length() >= LENGTH_MIN)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    @Override
    public String apply(String text) {
        String hidden = text;
        for (String value : values) {
            hidden = hidden.replace(value, "***");
        }
        return hidden;
    }
}
