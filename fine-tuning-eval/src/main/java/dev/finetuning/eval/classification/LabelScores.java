package dev.finetuning.eval.classification;

/**
 * How well one label was told from the others.
 *
 * @param support cases that are of this label
 * @param predicted cases taken for it
 * @param correct cases of it that were taken for it
 */
public record LabelScores(long support, long predicted, long correct) {
    /** The share of cases taken for the label that are of it; 0 where none was taken for it. */
    public double precision() {
        return predicted == 0 ? 0 : (double) correct / predicted;
    }

    /** The share of cases of the label that were taken for it; 0 where there is none. */
    public double recall() {
        return support == 0 ? 0 : (double) correct / support;
    }

    /** The harmonic mean of precision and recall: 2 · correct ÷ (support + predicted); 0 where both are 0. */
    public double f1() {
        return support + predicted == 0 ? 0 : 2.0 * correct / (support + predicted);
    }
}
