package dev.baton.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the gate {@code hygiene} lets pass.
 *
 * @param off checks that are not made
 * @param except patterns of paths that a check leaves out, each with its reason
 * @param bytesMax how large a file may be; null = {@link #BYTES_MAX_DEFAULT}
 */
public record HygieneRules(
        Set<HygieneCheck> off,
        Map<HygieneCheck, Map<String, String>> except,
        @Nullable Long bytesMax) {
    public static final long BYTES_MAX_DEFAULT = 10L << 20;

    /** Every check, everywhere. */
    public static final HygieneRules DEFAULT = new HygieneRules(Set.of(), Map.of(), null);

    public HygieneRules {
        Set<HygieneCheck> sorted = EnumSet.noneOf(HygieneCheck.class);
        sorted.addAll(off);
        off = Collections.unmodifiableSet(sorted);
        Map<HygieneCheck, Map<String, String>> copy = new EnumMap<>(HygieneCheck.class);
        except.forEach((check, paths) ->
                copy.put(check, Collections.unmodifiableMap(new TreeMap<>(paths))));
        except = Collections.unmodifiableMap(copy);
    }

    /** What these let pass, and what others do. */
    public HygieneRules and(HygieneRules other) {
        Set<HygieneCheck> allOff = EnumSet.noneOf(HygieneCheck.class);
        allOff.addAll(off);
        allOff.addAll(other.off);
        Map<HygieneCheck, Map<String, String>> all = new EnumMap<>(HygieneCheck.class);
        except.forEach((check, paths) -> all.put(check, new TreeMap<>(paths)));
        other.except.forEach((check, paths) ->
                all.computeIfAbsent(check, _ -> new TreeMap<>()).putAll(paths));
        Long largest = bytesMax == null || other.bytesMax == null
                ? (bytesMax == null ? other.bytesMax : bytesMax)
                : Long.valueOf(Math.max(bytesMax, other.bytesMax));
        return new HygieneRules(allOff, all, largest);
    }

    public boolean asks(HygieneCheck check) {
        return !off.contains(check);
    }

    /** How large a file may be. */
    public long largest() {
        return bytesMax == null ? BYTES_MAX_DEFAULT : bytesMax;
    }
}
