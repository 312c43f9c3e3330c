package dev.finetuning.registry.version;

/**
 * A confidence interval.
 *
 * @param low the lower end
 * @param high the upper end, at least {@code low}
 * @param level the confidence level, between 0 and 1, such as 0.95
 */
public record Interval(double low, double high, double level) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of range or not a number
     */
    public Interval {
        if (!(low <= high) || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "an interval needs low <= high and a level within (0, 1): " + low + ", " + high + ", " + level);
        }
    }
}
