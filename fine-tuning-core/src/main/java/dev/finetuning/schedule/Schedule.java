package dev.finetuning.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/**
 * When something is due. A cron expression is one too, by a library of your choice; see the guide. Implementations are
 * thread-safe.
 */
@FunctionalInterface
public interface Schedule {
    /** The first time after an instant at which it is due; empty if there is none any more. */
    Optional<Instant> next(Instant after);

    /**
     * Whenever a period has passed, counted from the end of the turn before.
     *
     * @throws IllegalArgumentException if the period is not positive
     */
    static Schedule every(Duration period) {
        if (period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("the period must be positive: " + period);
        }
        return after -> Optional.of(after.plus(period));
    }

    /**
     * Every day at a time. Where clocks are put forward over that time, it is due later by as much; where they are put
     * back, once, at the earlier of the two.
     */
    static Schedule daily(LocalTime at, ZoneId zone) {
        return after -> {
            ZonedDateTime today = after.atZone(zone).toLocalDate().atTime(at).atZone(zone);
            return Optional.of(
                    today.toInstant().isAfter(after)
                            ? today.toInstant()
                            : today.toLocalDate()
                                    .plusDays(1)
                                    .atTime(at)
                                    .atZone(zone)
                                    .toInstant());
        };
    }

    /** Every week on a day at a time; clocks that are changed are treated as by {@link #daily}. */
    static Schedule weekly(DayOfWeek day, LocalTime at, ZoneId zone) {
        return after -> {
            ZonedDateTime first = after.atZone(zone)
                    .toLocalDate()
                    .with(TemporalAdjusters.nextOrSame(day))
                    .atTime(at)
                    .atZone(zone);
            return Optional.of(
                    first.toInstant().isAfter(after)
                            ? first.toInstant()
                            : first.toLocalDate()
                                    .plusWeeks(1)
                                    .atTime(at)
                                    .atZone(zone)
                                    .toInstant());
        };
    }
}
