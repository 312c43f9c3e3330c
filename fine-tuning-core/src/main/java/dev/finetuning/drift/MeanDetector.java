package dev.finetuning.drift;

import java.util.Arrays;

/**
 * Whether the mean of values from 0 to 1 has fallen below a limit at some point, whatever their distribution. For each
 * of a few stakes it bets against the limit: the stake's capital is multiplied by {@code 1 + stake (limit - value)},
 * which is at most 1 on average while the mean is at least the limit (Waudby-Smith and Ramdas, "Estimating means of
 * bounded random variables by betting", 2024). A new bet begins before each value, and the evidence is the sum of all
 * capitals, averaged over the stakes: {@code R = (R + 1) (1 + stake (limit - value))}, the Shiryaev-Roberts procedure
 * (Shin, Ramdas and Rinaldo, "E-detectors", 2024). Among N values without drift it reaches c with a probability of at
 * most N / c, because the evidence less the number of values is a supermartingale. Not thread-safe.
 */
final class MeanDetector {
    /** As shares of the highest stake, which loses everything if the value is 1. */
    private static final double[] STAKES = {0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8};

    private final double limit;
    private final double[] capital = new double[STAKES.length];

    MeanDetector(double limit) {
        this.limit = limit;
    }

    /** The evidence after one more value. */
    double add(double value) {
        double sum = 0;
        for (int i = 0; i < STAKES.length; i++) {
            double stake = STAKES[i] / (1 - limit);
            capital[i] = (capital[i] + 1) * (1 + stake * (limit - value));
            sum += capital[i];
        }
        return sum / STAKES.length;
    }

    void restart() {
        Arrays.fill(capital, 0);
    }
}
