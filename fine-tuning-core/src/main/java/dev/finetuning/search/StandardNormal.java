package dev.finetuning.search;

/** The normal distribution of mean 0 and deviation 1, in logarithms, so that its tails keep their digits. */
final class StandardNormal {
    private static final double LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);
    private static final double ROOT_HALF_PI = Math.sqrt(Math.PI / 2);
    private static final double ROOT_TWO = Math.sqrt(2);
    /** Intervals over which the density changes by less than about this share are integrated by its Taylor series. */
    private static final double NARROW = 0.1;

    private StandardNormal() {}

    /** The logarithm of the density. */
    static double logDensity(double x) {
        return -0.5 * x * x - LOG_ROOT_TWO_PI;
    }

    /**
     * The logarithm of the share between two places, to about five digits.
     *
     * @param right above left
     */
    static double logMass(double left, double right) {
        if (left > 0) {
            return logMass(-right, -left);
        }
        double width = right - left;
        if (width * Math.max(1, -left) < NARROW) {
            double middle = (left + right) / 2;
            return logDensity(middle) + Math.log(width) + Math.log1p(width * width * (middle * middle - 1) / 24);
        }
        if (right > 0) {
            return Math.log1p(-tail(right) - tail(-left));
        }
        // both tails over the density at the right, for either may be too small for a double
        double inTails = millsRatio(-right) - Math.exp((right - left) * (right + left) / 2) * millsRatio(-left);
        return logDensity(right) + Math.log(inTails);
    }

    /** The share above x, which is not negative. */
    private static double tail(double x) {
        return Math.exp(logDensity(x)) * millsRatio(x);
    }

    /**
     * The share above x over the density at x, which is not negative. By the Chebyshev fit of the complementary error
     * function with a relative error below 1.2e-7 in Press et al., "Numerical Recipes in C", 2nd edition, section 6.2.
     */
    private static double millsRatio(double x) {
        double t = 1 / (1 + x / ROOT_TWO / 2);
        double[] c = {
            -1.26551223,
            1.00002368,
            0.37409196,
            0.09678418,
            -0.18628806,
            0.27886807,
            -1.13520398,
            1.48851587,
            -0.82215223,
            0.17087277
        };
        double sum = 0;
        for (int i = c.length - 1; i >= 0; i--) {
            sum = sum * t + c[i];
        }
        return ROOT_HALF_PI * t * Math.exp(sum);
    }
}
