package dev.baton.yaml;

/**
 * What is wrong in a file, for the person who has to mend it.
 *
 * @param line from 1
 */
public record Problem(String file, int line, String text) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + text;
    }
}
