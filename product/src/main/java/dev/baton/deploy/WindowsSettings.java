package dev.baton.deploy;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The times at which deploys to an environment may begin: inside any of the windows, or always
 * where there is none. What has begun is never interrupted. A window is half open, on the clock of
 * its own time zone; one that ends before it begins ends on the next day.
 *
 * <p>Due times may read the wall clock: a wrong one delays or hastens a deploy, and never doubles
 * it.
 */
public record WindowsSettings(List<Window> windows) {
    public static final WindowsSettings ALWAYS = new WindowsSettings(List.of());

    /** What a message says was expected. */
    public static final String EXPECTED =
            "days, hours and a time zone like 'Mon-Fri 09:00-17:00 Europe/Berlin'";

    private static final Pattern WRITTEN =
            Pattern.compile("(\\S+)\\s+([0-2][0-9]:[0-5][0-9])-([0-2][0-9]:[0-5][0-9])\\s+(\\S+)");
    private static final Pattern DAYS =
            Pattern.compile("[A-Za-z]{3}(-[A-Za-z]{3})?(,[A-Za-z]{3}(-[A-Za-z]{3})?)*");
    private static final int DAYS_AHEAD = 8;

    public WindowsSettings {
        windows = List.copyOf(windows);
    }

    /**
     * One of them.
     *
     * @param days on which it begins
     * @param to the first moment outside of it; the same as {@code from} = a whole day
     */
    public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
        public Window {
            days = Set.copyOf(days);
        }

        /** The windows that can hold the moment or come next, with their two ends. */
        private Stream<Span> around(Instant now) {
            LocalDate today = now.atZone(zone).toLocalDate();
            return IntStream.rangeClosed(-1, DAYS_AHEAD)
                    .mapToObj(today::plusDays)
                    .filter(day -> days.contains(day.getDayOfWeek()))
                    .map(this::on);
        }

        private Span on(LocalDate day) {
            LocalDate last = to.isAfter(from) ? day : day.plusDays(1);
            return new Span(
                    ZonedDateTime.of(day, from, zone).toInstant(),
                    ZonedDateTime.of(last, to, zone).toInstant());
        }
    }

    private record Span(Instant from, Instant to) {
        boolean holds(Instant moment) {
            return !moment.isBefore(from) && moment.isBefore(to);
        }
    }

    /** When deploys may begin again; empty = they may now. */
    public Optional<Instant> opensAt(Instant now) {
        List<Span> spans =
                windows.stream().flatMap(window -> window.around(now)).toList();
        if (windows.isEmpty() || spans.stream().anyMatch(span -> span.holds(now))) {
            return Optional.empty();
        }
        return spans.stream()
                .map(Span::from)
                .filter(from -> from.isAfter(now))
                .min(Comparator.naturalOrder());
    }

    /** As it is written in the settings; empty if it is not written like that. */
    public static Optional<Window> parse(String text) {
        Matcher written = WRITTEN.matcher(text.strip());
        if (!written.matches()) {
            return Optional.empty();
        }
        try {
            Set<DayOfWeek> days = days(written.group(1));
            return days.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Window(
                            days,
                            LocalTime.parse(written.group(2)),
                            LocalTime.parse(written.group(3)),
                            ZoneId.of(written.group(4))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Empty if a word among them is no day. */
    private static Set<DayOfWeek> days(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        if (!DAYS.matcher(text).matches()) {
            return days;
        }
        for (String part : text.split(",", -1)) {
            Optional<DayOfWeek> first = day(part.substring(0, 3));
            Optional<DayOfWeek> last = day(part.substring(part.length() - 3));
            if (first.isEmpty() || last.isEmpty()) {
                return Set.of();
            }
            DayOfWeek day = first.get();
            days.add(day);
            while (day != last.get()) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static Optional<DayOfWeek> day(String word) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().substring(0, 3).equalsIgnoreCase(word))
                .findFirst();
    }
}
