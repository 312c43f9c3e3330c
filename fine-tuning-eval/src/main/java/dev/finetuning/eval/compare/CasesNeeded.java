package dev.finetuning.eval.compare;

/** How many cases a paired comparison needs to decide at 5 %, two-sided, with a power of 80 %. */
public final class CasesNeeded {
    /** 0.975 quantile of the standard normal distribution. */
    private static final double Z_ALPHA = 1.959963984540054;
    /** 0.8 quantile of the standard normal distribution. */
    private static final double Z_POWER = 0.8416212335729143;

    private CasesNeeded() {}

    /**
     * For pass/fail scores (R. J. Connor, Biometrics 43 (1987)).
     *
     * @param regressed the share of cases that only the baseline passes
     * @param fixed the share of cases that only the candidate passes
     * @return {@code Long.MAX_VALUE} if both are equal
     * @throws IllegalArgumentException if a share is negative or their sum exceeds 1
     */
    public static long forShares(double regressed, double fixed) {
        double disagreeing = regressed + fixed;
        if (!(regressed >= 0 && fixed >= 0 && disagreeing <= 1 + 1e-9)) {
            throw new IllegalArgumentException("shares lie in 0..1 together: " + regressed + ", " + fixed);
        }
        double difference = Math.abs(fixed - regressed);
        if (difference == 0) {
            return Long.MAX_VALUE;
        }
        double root = Z_ALPHA * Math.sqrt(disagreeing)
                + Z_POWER * Math.sqrt(Math.max(0, disagreeing - difference * difference));
        return (long) Math.ceil(root * root / (difference * difference));
    }

    /**
     * For other scores, by the normal approximation: ((1.96 + 0.84) · deviation ÷ difference)².
     *
     * @param difference the mean difference to detect
     * @param deviation the standard deviation of the cases' differences
     * @return {@code Long.MAX_VALUE} if the difference is 0
     */
    public static long forScores(double difference, double deviation) {
        if (difference == 0) {
            return Long.MAX_VALUE;
        }
        double ratio = (Z_ALPHA + Z_POWER) * deviation / difference;
        return (long) Math.ceil(ratio * ratio);
    }
}
