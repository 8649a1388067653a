package dev.baton.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A part of a text, in bytes. */
record Span(int start, int end) {
    /** Adds one that ends at about the end of the last; those that overlap become one. */
    static void add(List<Span> spans, int start, int end) {
        int from = start;
        int to = end;
        while (!spans.isEmpty() && spans.getLast().overlaps(from, to)) {
            Span last = spans.removeLast();
            from = Math.min(from, last.start);
            to = Math.max(to, last.end);
        }
        spans.add(new Span(from, to));
    }

    private boolean overlaps(int from, int to) {
        return start < to && from < end;
    }

    /** In order, none overlapping another; those that only touch stay apart. */
    static List<Span> merged(List<Span> spans) {
        List<Span> merged = new ArrayList<>();
        spans.stream()
                .sorted(Comparator.comparingInt(Span::start))
                .forEach(span -> add(merged, span.start, span.end));
        return List.copyOf(merged);
    }
}
