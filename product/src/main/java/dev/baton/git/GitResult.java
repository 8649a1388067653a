package dev.baton.git;

import java.util.List;

/**
 * How a git command ended.
 *
 * @param out standard output as UTF-8, at most the command's bound
 * @param err standard error, cut likewise, without passwords in addresses
 * @param cut whether output was longer than the bound
 */
public record GitResult(int exit, String out, String err, boolean cut) {
    public boolean ok() {
        return exit == 0;
    }

    /** The output without the line break at its end. */
    public String line() {
        return out.stripTrailing();
    }

    public List<String> lines() {
        return out.lines().toList();
    }

    /** The parts between NUL bytes; a last part without one is left out when the output was cut. */
    public List<String> parts() {
        if (out.isEmpty()) {
            return List.of();
        }
        List<String> parts = List.of(out.split("\0", -1));
        boolean whole = out.endsWith("\0") || cut;
        return whole ? parts.subList(0, parts.size() - 1) : parts;
    }
}
