package dev.baton.web.board;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times in words, at the moment a page is rendered; a script lets them go on. */
record Times(Instant now) {
    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** For the script, which counts on from here. */
    long millis() {
        return now.toEpochMilli();
    }

    String iso(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    String full(Instant at) {
        return FULL.format(at);
    }

    String clock(Instant at) {
        return CLOCK.format(at);
    }

    String ago(Instant at) {
        return words(Duration.between(at, now));
    }

    /** As the script has it in {@code board.js}: two parts at most, none of them a fraction. */
    static String words(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        if (hours < 24) {
            return hours + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
        }
        return hours / 24 + " d" + (hours % 24 == 0 ? "" : " " + hours % 24 + " h");
    }
}
