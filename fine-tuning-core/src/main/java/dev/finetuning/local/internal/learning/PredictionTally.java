package dev.finetuning.local.internal.learning;

/** Cross-entropy in nats and right answers, summed up over predictions. */
public final class PredictionTally {
    /** An impossible truth costs this probability's cross-entropy, 27.6 nats, rather than infinity. */
    private static final double MIN_PROBABILITY = 1e-12;

    private double loss;
    private long right;
    private long count;

    public void add(float[] probabilities, int label) {
        loss -= StrictMath.log(label < 0 ? MIN_PROBABILITY : Math.max(MIN_PROBABILITY, probabilities[label]));
        right += label == likeliest(probabilities) ? 1 : 0;
        count++;
    }

    public static int likeliest(float[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            if (probabilities[i] > probabilities[best]) {
                best = i;
            }
        }
        return best;
    }

    public void clear() {
        loss = 0;
        right = 0;
        count = 0;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public double loss() {
        return loss / count;
    }

    public double accuracy() {
        return (double) right / count;
    }
}
