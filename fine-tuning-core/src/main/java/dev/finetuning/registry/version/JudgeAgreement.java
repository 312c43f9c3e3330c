package dev.finetuning.registry.version;

/**
 * How far a model that judges agrees with people, over cases that both have judged.
 *
 * @param statistic what was computed
 * @param value its value, −1 to 1; 0 is what chance gives, 1 full agreement
 * @param interval its confidence interval
 * @param n the number of cases that both have judged, at least 1
 */
public record JudgeAgreement(Statistic statistic, double value, Interval interval, long n) {
    /** What agreement is measured by. */
    public enum Statistic {
        /** Cohen's kappa, for verdicts: the share of equal ones, beyond what chance gives. */
        COHENS_KAPPA("Cohen's kappa"),
        /** Pearson's correlation, for scores. */
        CORRELATION("correlation");

        private final String words;

        Statistic(String words) {
            this.words = words;
        }

        /** Its name, for people. */
        public String words() {
            return words;
        }
    }

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if the value is not in −1..1 or there is no case
     */
    public JudgeAgreement {
        if (!(value >= -1 && value <= 1) || n < 1) {
            throw new IllegalArgumentException(
                    "an agreement is a value in -1..1 on at least one case: " + value + ", " + n);
        }
    }
}
