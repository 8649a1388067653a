package dev.baton.text;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a text in one reading. Carries every beginning of a secret that has been read up to
 * a place, with the place where it began, and moves all of them on at once: the simulation of a
 * nondeterministic automaton of K. Thompson ("Regular expression search algorithm", CACM 11/6,
 * 1968), with R. Pike's threads that remember where they began, on the trie of A. V. Aho and M. J.
 * Corasick ("Efficient string matching", CACM 18/6, 1975). Their failure links would tell the node
 * after a mismatch, but not where in the text its beginning is, and a place with an escape has
 * several next nodes at once.
 *
 * <p>So a place costs as many steps as secrets are begun there, which the secrets bound and not the
 * text: about one, or the number of repetitions for a secret like {@code aaaaaa}. For one text, one
 * thread.
 */
final class Scan implements Reading.Tokens {
    /** Nothing longer than this, in bytes of the text, is taken for one secret. */
    static final int REACH_MAX = 16 * 1024;

    private final SecretTrie secrets;
    private final Reading reading;
    private final boolean[] begins;
    private final byte[] text;
    private final int length;
    private final List<Span> found;

    /** What is begun at the places from here on, by place; as far as a token may reach. */
    private final @Nullable Begun[] places;

    private int at;
    private final int[] openFrom;

    /**
     * @param begins by byte: whether a secret may begin with it in this reading
     * @param found takes what is found
     * @param openFrom takes, by number of symbols, where the first secret begins of which at least
     *     so many are there when the text breaks off
     */
    Scan(
            SecretTrie secrets,
            Reading reading,
            boolean[] begins,
            byte[] text,
            int length,
            List<Span> found,
            int[] openFrom) {
        this.secrets = secrets;
        this.reading = reading;
        this.begins = begins;
        this.text = text;
        this.length = length;
        this.found = found;
        this.openFrom = openFrom;
        this.places = new Begun[Integer.highestOneBit(Math.min(length, REACH_MAX) + 1) * 2];
    }

    /** Beginnings of secrets that end at one place. */
    private static final class Begun {
        private int count;
        private int[] nodes = new int[4];
        private int[] starts = new int[4];

        void add(int node, int start) {
            // One node at one place is one secret to come, wherever it began.
            for (int i = 0; i < Math.min(count, 4); i++) {
                if (nodes[i] == node) {
                    starts[i] = Math.min(starts[i], start);
                    return;
                }
            }
            if (count == nodes.length) {
                nodes = Arrays.copyOf(nodes, 2 * count);
                starts = Arrays.copyOf(starts, 2 * count);
            }
            nodes[count] = node;
            starts[count++] = start;
        }
    }

    private @Nullable Begun begunAt(int place) {
        return places[place & (places.length - 1)];
    }

    void run() {
        for (at = 0; at < length; at++) {
            @Nullable Begun here = begunAt(at);
            if (here != null && here.count > 0) {
                reading.read(text, length, at, this);
                here.count = 0;
            } else if (begins[text[at] & 0xff]) {
                reading.read(text, length, at, this);
            }
        }
        // What ends where the text ends is open.
        unfinished();
    }

    @Override
    public void symbol(int end, int symbol) {
        @Nullable Begun here = begunAt(at);
        for (int i = 0; here != null && i < here.count; i++) {
            move(here.nodes[i], symbol, here.starts[i], end);
        }
        move(SecretTrie.ROOT, symbol, at, end);
    }

    private void move(int node, int symbol, int start, int end) {
        int next = secrets.step(node, symbol);
        if (next != SecretTrie.ROOT) {
            arrive(next, start, end);
        }
    }

    @Override
    public void symbols(int end, byte[] symbols) {
        @Nullable Begun here = begunAt(at);
        for (int i = 0; here != null && i < here.count; i++) {
            move(here.nodes[i], symbols, here.starts[i], end);
        }
        move(SecretTrie.ROOT, symbols, at, end);
    }

    private void move(int node, byte[] symbols, int start, int end) {
        int next = node;
        for (byte symbol : symbols) {
            next = secrets.step(next, symbol & 0xff);
            if (next == SecretTrie.ROOT) {
                return;
            }
        }
        arrive(next, start, end);
    }

    @Override
    public void nothing(int end) {
        @Nullable Begun here = begunAt(at);
        for (int i = 0; here != null && i < here.count; i++) {
            if (end - here.starts[i] <= REACH_MAX) {
                carry(here.nodes[i], here.starts[i], end);
            }
        }
    }

    private void arrive(int node, int start, int end) {
        if (end - start > REACH_MAX) {
            return;
        }
        if (secrets.ends(node)) {
            Span.add(found, start, end);
        }
        if (secrets.goesOn(node)) {
            carry(node, start, end);
        }
    }

    private void carry(int node, int start, int end) {
        @Nullable Begun there = begunAt(end);
        if (there == null) {
            there = new Begun();
            places[end & (places.length - 1)] = there;
        }
        there.add(node, start);
    }

    @Override
    public void unfinished() {
        @Nullable Begun here = begunAt(at);
        for (int i = 0; here != null && i < here.count; i++) {
            int symbols = Math.min(secrets.depth(here.nodes[i]), openFrom.length - 1);
            openFrom[symbols] = Math.min(openFrom[symbols], here.starts[i]);
        }
    }
}
