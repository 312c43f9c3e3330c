package dev.finetuning.eval.traffic;

/** The logarithm of the gamma function for arguments of at least 1. */
final class LogGamma {
    private static final double HALF_LOG_TWO_PI = 0.9189385332046727;
    private static final double LARGE = 15;

    private LogGamma() {}

    /** By Stirling's series (Abramowitz and Stegun, 6.1.41), shifted upwards where the argument is small. */
    static double of(double x) {
        double shift = 0;
        double at = x;
        while (at < LARGE) {
            shift -= Math.log(at);
            at++;
        }
        double square = at * at;
        double series = (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / at;
        return shift + (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + series;
    }
}
