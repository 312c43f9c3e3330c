package dev.finetuning.adapter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The pause that a provider asks for, at most an hour: {@code Retry-After-Ms}, seconds, or an HTTP date. */
public final class RetryAfter {
    /** Nobody means more; a year in seconds parks a run for a year. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** RFC 9110, section 5.6.7: the preferred form, that of RFC 850, and that of C's {@code asctime}. */
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            rfc850(),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC));

    private RetryAfter() {}

    /**
     * The pause that an answer asks for.
     *
     * @param headers looks up a header of the answer by its lower-case name
     * @param clock the clock for dates
     */
    public static Optional<Duration> of(Function<String, Optional<String>> headers, InstantSource clock) {
        Optional<Duration> milliseconds = first(headers, "retry-after-ms").flatMap(text -> seconds(text, 1000));
        return milliseconds.or(() ->
                first(headers, "retry-after").flatMap(text -> seconds(text, 1).or(() -> until(text, clock))));
    }

    private static Optional<String> first(Function<String, Optional<String>> headers, String name) {
        return headers.apply(name).map(String::strip);
    }

    private static Optional<Duration> seconds(String text, int perSecond) {
        try {
            double seconds = Double.parseDouble(text) / perSecond;
            return seconds >= 0
                    ? Optional.of(Duration.ofNanos((long) (Math.min(seconds, (double) LONGEST.toSeconds()) * 1e9)))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> until(String text, InstantSource clock) {
        Instant date = date(text);
        if (date == null) {
            return Optional.empty();
        }
        Duration wait = Duration.between(clock.instant(), date);
        Duration capped = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        return Optional.of(capped.isNegative() ? Duration.ZERO : capped);
    }

    private static @Nullable Instant date(String text) {
        for (DateTimeFormatter form : DATES) {
            try {
                return form.parse(text, Instant::from);
            } catch (DateTimeException e) {
                // another form, or none
            }
        }
        return null;
    }

    /** Two digits of a year mean the one less than 50 years away; providers ask for waits that begin now. */
    private static DateTimeFormatter rfc850() {
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
    }
}
