package dev.baton.text;

import java.util.Arrays;
import java.util.Collection;

/**
 * What is looked for, as a trie of symbols from 0 to 255. A node is a number; {@link #ROOT} is the
 * empty beginning and no child of any other. Immutable once made.
 */
final class SecretTrie {
    static final int ROOT = 0;

    /** Of the root, by symbol: nearly all places of a text ask for these. */
    private final int[] first = new int[256];

    private int[] child = new int[64];
    private int[] sibling = new int[64];
    private int[] symbol = new int[64];
    private int[] depth = new int[64];
    private boolean[] end = new boolean[64];
    private int size = 1;

    static SecretTrie of(Collection<byte[]> words) {
        SecretTrie trie = new SecretTrie();
        words.forEach(trie::add);
        return trie;
    }

    private void add(byte[] word) {
        int node = ROOT;
        for (byte b : word) {
            int next = step(node, b & 0xff);
            node = next == ROOT ? grow(node, b & 0xff) : next;
        }
        end[node] = node != ROOT;
    }

    private int grow(int parent, int value) {
        if (size == child.length) {
            int larger = 2 * size;
            child = Arrays.copyOf(child, larger);
            sibling = Arrays.copyOf(sibling, larger);
            symbol = Arrays.copyOf(symbol, larger);
            depth = Arrays.copyOf(depth, larger);
            end = Arrays.copyOf(end, larger);
        }
        int node = size++;
        symbol[node] = value;
        depth[node] = depth[parent] + 1;
        if (parent == ROOT) {
            first[value] = node;
        } else {
            sibling[node] = child[parent];
            child[parent] = node;
        }
        return node;
    }

    /** The child of that symbol, or {@link #ROOT} if there is none. */
    int step(int node, int value) {
        if (node == ROOT) {
            return first[value];
        }
        int next = child[node];
        while (next != ROOT && symbol[next] != value) {
            next = sibling[next];
        }
        return next;
    }

    /** Whether a word ends here. */
    boolean ends(int node) {
        return end[node];
    }

    /** Whether a longer word goes on from here. */
    boolean goesOn(int node) {
        return child[node] != ROOT;
    }

    /** So many symbols lead here. */
    int depth(int node) {
        return depth[node];
    }

    boolean isEmpty() {
        return size == 1;
    }
}
