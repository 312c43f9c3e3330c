package dev.finetuning;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a long task has come.
 *
 * @param activity what is being done, for people: {@code "reading train.jsonl"}
 * @param unit what is counted, in the plural: {@code "examples"}, {@code "bytes"}
 * @param done how many are done, at least 0
 * @param total how many there are in all, if known
 * @param elapsed time since the task began
 */
public record Progress(String activity, String unit, long done, OptionalLong total, Duration elapsed) {
    /** Checks the ranges. */
    public Progress {
        if (done < 0) {
            throw new IllegalArgumentException("done must not be negative: " + done);
        }
    }

    /** The share that is done, from 0 to 1, if the total is known. */
    public Optional<Double> fraction() {
        return total.isPresent() && total.getAsLong() > 0
                ? Optional.of(Math.min(1.0, (double) done / total.getAsLong()))
                : Optional.empty();
    }

    /** The estimated time left at the average pace so far; empty until something is done. */
    public Optional<Duration> eta() {
        return fraction().filter(f -> f > 0).map(f -> Duration.ofNanos((long) (elapsed.toNanos() * (1 - f) / f)));
    }
}
