package dev.baton.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Aligned columns; the last one is as long as it is. Cells must be plain. */
final class Table {
    private static final String GAP = "  ";
    private final List<List<String>> rows = new ArrayList<>();
    private final boolean colours;

    Table(boolean colours) {
        this.colours = colours;
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    /**
     * @param statusColumn which column to colour; -1 = none
     */
    void print(PrintWriter out, int statusColumn) {
        if (rows.isEmpty()) {
            return;
        }
        int columns = rows.getFirst().size();
        int[] widths = IntStream.range(0, columns)
                .map(i -> rows.stream()
                        .mapToInt(r -> Terminal.width(r.get(i)))
                        .max()
                        .orElse(0))
                .toArray();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = row.get(i);
                String pad = " ".repeat(widths[i] - Terminal.width(cell));
                line.append(i == statusColumn ? Terminal.status(cell, colours) : cell)
                        .append(pad)
                        .append(GAP);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
