package dev.finetuning.adapter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How long a host asks to be left alone, in full: {@code Retry-After-Ms}, seconds, or an HTTP date. */
public final class RetryAfter {
    private static final double LONGEST_SECONDS = Duration.ofDays(365).toSeconds();

    private RetryAfter() {}

    /**
     * The wait an answer asks for.
     *
     * @param headers looks up an answer's header by its lower-case name
     * @param clock what dates are measured against
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
                    ? Optional.of(Duration.ofNanos((long) (Math.min(seconds, LONGEST_SECONDS) * 1e9)))
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
        return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    }

    private static @Nullable Instant date(String text) {
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
