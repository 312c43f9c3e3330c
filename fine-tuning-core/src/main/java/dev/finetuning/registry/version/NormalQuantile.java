package dev.finetuning.registry.version;

/**
 * Quantiles of the standard normal distribution above its median, by formula 26.2.23 of Abramowitz and
 * Stegun, Handbook of Mathematical Functions (1964): off by less than 4.5e-4.
 */
final class NormalQuantile {
    private NormalQuantile() {}

    /** The quantile at a probability within [0.5, 1). */
    static double at(double probability) {
        double t = Math.sqrt(-2 * Math.log(1 - probability));
        double above = 2.515517 + t * (0.802853 + t * 0.010328);
        double below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
        return t - above / below;
    }
}
