package dev.baton.text;

/** A way to read a text as symbols. Keeps nothing between calls; safe for many threads. */
interface Reading {
    /** Takes what may stand at a place. */
    interface Tokens {
        /** The text from the place to the end may stand for this symbol. */
        void symbol(int end, int symbol);

        /** The text from the place to the end may stand for these symbols, one after the other. */
        void symbols(int end, byte[] symbols);

        /** The text from the place to the end may stand for nothing. */
        void nothing(int end);

        /** The text breaks off in the middle of what could be a token. */
        void unfinished();
    }

    /** Tells everything that may begin at a place. */
    void read(byte[] text, int length, int at, Tokens out);

    /** Whether a secret may begin at a place with this byte. */
    boolean mayBegin(SecretTrie secrets, int value);

    static int hex(int value) {
        return Character.digit(value, 16);
    }

    /** Two hex digits as a number, -1 where there are none. */
    static int pair(byte[] text, int length, int at) {
        if (at + 2 > length) {
            return -1;
        }
        int high = hex(text[at]);
        int low = hex(text[at + 1]);
        return high < 0 || low < 0 ? -1 : 16 * high + low;
    }
}
