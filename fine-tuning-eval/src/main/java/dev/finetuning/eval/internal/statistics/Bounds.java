package dev.finetuning.eval.internal.statistics;

/**
 * The two ends of an interval.
 *
 * @param low the lower one
 * @param high the upper one
 */
public record Bounds(double low, double high) {
    /** The least interval that holds both. */
    Bounds hull(Bounds other) {
        return new Bounds(Math.min(low, other.low), Math.max(high, other.high));
    }

    /** What of this interval lies within the range. */
    Bounds within(double least, double greatest) {
        return new Bounds(Math.max(least, low), Math.min(greatest, high));
    }
}
