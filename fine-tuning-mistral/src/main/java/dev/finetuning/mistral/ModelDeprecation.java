package dev.finetuning.mistral;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The announced shutdown of a model, from the header {@code x-model-deprecation-timestamp} of its answers.
 *
 * @param model the model that was asked
 * @param at when it will be shut down
 */
public record ModelDeprecation(String model, Instant at) {
    /** Epoch seconds above this are taken for milliseconds; it is the year 5138. */
    private static final long LATEST_SECOND = 100_000_000_000L;

    /** Parses the header, whose form is not documented: dates, dates with times, and epoch seconds are accepted. */
    static Optional<Instant> instant(String header) {
        String text = header.strip();
        try {
            if (text.matches("\\d{1,15}")) {
                long number = Long.parseLong(text);
                return Optional.of(
                        number > LATEST_SECOND ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number));
            }
            return Optional.of(
                    text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
