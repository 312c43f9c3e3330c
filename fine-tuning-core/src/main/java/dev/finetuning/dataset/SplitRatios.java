package dev.finetuning.dataset;

/**
 * The shares of train, validation and test, which add up to 1.
 *
 * @param train the share for training, above 0
 * @param validation the share watched during training
 * @param test the share kept for evaluation
 */
public record SplitRatios(double train, double validation, double test) {
    private static final double TOLERANCE = 1e-9;

    /**
     * Checks the shares.
     *
     * @throws IllegalArgumentException unless each is from 0 to 1, train is above 0 and their sum is 1
     */
    public SplitRatios {
        boolean inRange = train > 0 && validation >= 0 && test >= 0;
        if (!inRange || Math.abs(train + validation + test - 1) > TOLERANCE) {
            throw new IllegalArgumentException(
                    "train (above 0), validation and test must sum to 1: " + train + ", " + validation + ", " + test);
        }
    }

    /** Ratios with all three shares. */
    public static SplitRatios of(double train, double validation, double test) {
        return new SplitRatios(train, validation, test);
    }

    /** Ratios with train and validation only. */
    public static SplitRatios of(double train, double validation) {
        return new SplitRatios(train, validation, 0);
    }

    /** Ratios with this share for training and the rest for the test. */
    public static SplitRatios trainAndTest(double train) {
        return new SplitRatios(train, 0, 1 - train);
    }

    /** The share of a part. */
    public double share(Split.Part part) {
        return switch (part) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    double[] toArray() {
        return new double[] {train, validation, test};
    }
}
