package dev.finetuning.eval.classification;

/**
 * Precision, recall and F1 of one label.
 *
 * @param support cases with this label
 * @param predicted cases predicted as this label
 * @param correct cases with this label that were predicted as it
 */
public record LabelScores(long support, long predicted, long correct) {
    /** The share of cases predicted as the label that have it; 0 if none was predicted. */
    public double precision() {
        return predicted == 0 ? 0 : (double) correct / predicted;
    }

    /** The share of cases with the label that were predicted as it; 0 if there are none. */
    public double recall() {
        return support == 0 ? 0 : (double) correct / support;
    }

    /** The harmonic mean of precision and recall: 2 · correct ÷ (support + predicted); 0 if both are 0. */
    public double f1() {
        return support + predicted == 0 ? 0 : 2.0 * correct / (support + predicted);
    }
}
