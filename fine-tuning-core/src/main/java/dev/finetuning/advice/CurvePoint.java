package dev.finetuning.advice;

import java.util.List;

/**
 * What a model scored that was trained on so many examples. Several points may have the same number of examples, each
 * trained on other ones.
 *
 * @param examples how many it was trained on, at least 1
 * @param scores one per test case, 0 to 1, in the same order for every point of a curve
 */
public record CurvePoint(long examples, List<Double> scores) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are no examples or no scores, or a score is not within 0..1
     */
    public CurvePoint {
        scores = List.copyOf(scores);
        if (examples < 1 || scores.isEmpty() || !scores.stream().allMatch(score -> score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a point needs at least one example and one score, all within 0..1");
        }
    }

    /** The mean of the scores. */
    public double mean() {
        return scores.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** How many examples and the mean, without the scores. */
    @Override
    public String toString() {
        return "CurvePoint[" + examples + " examples, " + mean() + " on " + scores.size() + " cases]";
    }
}
