package dev.baton.simulation;

import dev.baton.simulation.Mutant.Edit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/** All mutants; {@code mutants.txt} is the list. */
final class Mutants {
    private static final String FILE = "/mutants.txt";
    private static final String MUTANT = "mutant ";

    static final List<Mutant> ALL = read();

    private Mutants() {}

    static Mutant named(String id) {
        return named(ALL, id);
    }

    private static Mutant named(List<Mutant> among, String id) {
        return among.stream()
                .filter(mutant -> mutant.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--mutant: expected one of "
                        + among.stream().map(Mutant::id).collect(Collectors.joining(", "))
                        + ", found '" + id + "'"));
    }

    private static List<Mutant> read() {
        Deque<String> lines = new ArrayDeque<>(text().lines().toList());
        List<Mutant> all = new ArrayList<>();
        while (!lines.isEmpty()) {
            String line = lines.pop();
            if (line.startsWith(MUTANT)) {
                all.add(mutant(line, lines, all));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalStateException(
                        FILE + ": expected 'mutant ID caught|depth [from SEED]: TEXT', found '"
                                + line + "'");
            }
        }
        return List.copyOf(all);
    }

    private static Mutant mutant(String head, Deque<String> lines, List<Mutant> before) {
        String[] parts = head.substring(MUTANT.length()).split(": ", 2);
        String[] name = parts[0].split(" ", -1);
        List<Edit> edits = new ArrayList<>();
        while (!lines.isEmpty() && !lines.peek().isBlank()) {
            String line = lines.pop();
            if (line.startsWith("with ")) {
                edits.addAll(named(before, line.substring("with ".length())).edits());
            } else {
                edits.add(edit(line, lines));
            }
        }
        long from = name.length == 4 && name[2].equals("from") ? Long.parseLong(name[3]) : 1;
        return new Mutant(name[0], parts[1], name[1].equals("caught"), from, edits);
    }

    private static Edit edit(String line, Deque<String> lines) {
        if (!line.startsWith("in ") || !"<<<".equals(lines.poll())) {
            throw new IllegalStateException(
                    FILE + ": expected 'in FILE' and <<<, found '" + line + "'");
        }
        String find = until("===", lines);
        return new Edit(line.substring("in ".length()), find, until(">>>", lines));
    }

    private static String until(String mark, Deque<String> lines) {
        List<String> text = new ArrayList<>();
        while (!mark.equals(lines.peek())) {
            text.add(lines.pop());
        }
        lines.pop();
        return String.join("\n", text);
    }

    private static String text() {
        try (InputStream in = Mutants.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("expected the resource " + FILE + ", found none");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
