package dev.finetuning.registry.version;

/** Which way a metric gets better. */
public enum Direction {
    HIGHER_IS_BETTER(1),
    LOWER_IS_BETTER(-1);

    private final int sign;

    Direction(int sign) {
        this.sign = sign;
    }

    /** By how much a value is better than another: positive where it is better, whatever the direction. */
    public double gain(double value, double than) {
        return sign * (value - than);
    }
}
