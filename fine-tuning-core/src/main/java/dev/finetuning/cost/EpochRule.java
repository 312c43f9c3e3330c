package dev.finetuning.cost;

/** How many epochs a provider trains if none are requested. */
@FunctionalInterface
public interface EpochRule {
    /**
     * The epochs for a number of examples.
     *
     * @param examples at least 1
     * @return at least 1
     */
    int epochs(long examples);

    /** A fixed number of epochs. */
    static EpochRule fixed(int epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException("there must be at least 1 epoch, not " + epochs);
        }
        return examples -> epochs;
    }

    /**
     * Three epochs, but more if fewer than about 100 examples would be seen (at most 25 epochs), and fewer
     * if more than about 25,000 would be (at least 1): the rule of the cookbook notebook "Data preparation
     * and analysis for chat model fine-tuning".
     */
    static EpochRule boundedExposure() {
        return examples -> {
            long shown = 3 * Math.max(1, examples);
            if (shown < 100) {
                return (int) Math.min(25, 100 / Math.max(1, examples));
            }
            return shown > 25_000 ? (int) Math.max(1, 25_000 / examples) : 3;
        };
    }
}
