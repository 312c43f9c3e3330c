package dev.finetuning.eval.scorer.judge;

import dev.finetuning.asking.FailureKind;
import dev.finetuning.eval.scorer.Absence;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import dev.finetuning.provider.ProviderException;

/**
 * Similarity of meaning: the cosine between the vectors of answer and expected answer, rescaled from {@code
 * floor}..1 to 0..1 as in autoevals, because even unrelated texts are rarely orthogonal. Equal texts score
 * 1 without calling the embedder. Absent if the embedder fails or a vector is 0.
 */
public final class EmbeddingSimilarity implements Scorer {
    private static final double DEFAULT_FLOOR = 0.7;
    private static final double DEFAULT_THRESHOLD = 0.5;

    private final Embedder embedder;
    private final double floor;
    private final double threshold;

    /** Cosines of 0.7 and below score 0; passes at 0.5. */
    public EmbeddingSimilarity(Embedder embedder) {
        this(embedder, DEFAULT_FLOOR, DEFAULT_THRESHOLD);
    }

    /**
     * @param embedder computes the vectors
     * @param floor the cosine that scores 0, from −1 to less than 1
     * @param threshold the lowest score that passes, 0..1
     * @throws IllegalArgumentException if the floor is out of range
     */
    public EmbeddingSimilarity(Embedder embedder, double floor, double threshold) {
        if (!(floor >= -1 && floor < 1)) {
            throw new IllegalArgumentException("the floor lies from -1 to less than 1: " + floor);
        }
        this.embedder = embedder;
        this.floor = floor;
        this.threshold = threshold;
    }

    @Override
    public String name() {
        return "EmbeddingSimilarity";
    }

    @Override
    public Score score(ScoreInput input) {
        return input.againstText(name(), expected -> score(input.outputText(), expected));
    }

    private Score score(String output, String expected) {
        if (output.equals(expected)) {
            return Score.of(name(), 1, threshold);
        }
        double cosine;
        try {
            cosine = cosine(embedder.embed(output), embedder.embed(expected));
        } catch (ProviderException e) {
            if (FailureKind.of(e).isEmpty()) {
                throw e;
            }
            return Score.absent(
                    name(),
                    Absence.JUDGE_FAILED,
                    "the embedder could not be asked: " + e.getClass().getSimpleName());
        }
        if (Double.isNaN(cosine)) {
            return Score.absent(
                    name(), Absence.JUDGE_FAILED, "the embedder gave vectors without a direction, or of two lengths");
        }
        return Score.of(name(), Math.min(1, Math.max(0, (cosine - floor) / (1 - floor))), threshold)
                .with("cosine", cosine);
    }

    /** NaN where there is none. */
    private static double cosine(float[] a, float[] b) {
        if (a.length != b.length) {
            return Double.NaN;
        }
        double product = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            lengthA += (double) a[i] * a[i];
            lengthB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(lengthA * lengthB);
    }
}
