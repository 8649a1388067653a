package dev.baton.yaml;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of bytes as settings write them: {@code 512MB}, {@code 4GB}; a KB is 1024 bytes. */
public final class Sizes {
    public static final String EXPECTED = "a size such as 512MB or 4GB";

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8})(KB|MB|GB|TB)");
    private static final String UNITS = "KMGT";
    private static final int STEP = 10;

    private Sizes() {}

    public static OptionalLong parse(String text) {
        Matcher found = SIZE.matcher(text);
        return found.matches()
                ? OptionalLong.of(
                        Long.parseLong(found.group(1)) << shift(found.group(2).charAt(0)))
                : OptionalLong.empty();
    }

    /** In the largest unit that is not less than one, with one place. */
    public static String text(long bytes) {
        int unit = UNITS.length() - 1;
        while (unit > 0 && bytes >> shift(UNITS.charAt(unit)) == 0) {
            unit--;
        }
        double amount = (double) bytes / (1L << shift(UNITS.charAt(unit)));
        String number = String.format(Locale.ROOT, "%.1f", amount);
        return (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number)
                + UNITS.charAt(unit) + "B";
    }

    private static int shift(char unit) {
        return STEP * (UNITS.indexOf(unit) + 1);
    }
}
