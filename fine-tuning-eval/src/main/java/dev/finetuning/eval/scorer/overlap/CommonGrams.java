package dev.finetuning.eval.scorer.overlap;

import dev.finetuning.eval.scorer.Score;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What two texts have in common.
 *
 * @param precision the share of the answer that is in the reference, 0..1
 * @param recall the share of the reference that is in the answer, 0..1
 */
public record CommonGrams(double precision, double recall) {
    /** The harmonic mean of both; 0 if both are 0. */
    public double f1() {
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    /** F1 as a score, with precision and recall in its metadata. */
    Score asScore(String name, double threshold) {
        return Score.of(name, f1(), threshold).with("precision", precision).with("recall", recall);
    }

    /** From counts; a share of nothing is 0. */
    static CommonGrams of(long common, long inOutput, long inReference) {
        return new CommonGrams(
                inOutput == 0 ? 0 : (double) common / inOutput, inReference == 0 ? 0 : (double) common / inReference);
    }

    /** Of two bags of n-grams. */
    static <T> CommonGrams of(Map<T, Integer> output, Map<T, Integer> reference) {
        return of(common(output, reference), total(output), total(reference));
    }

    /** The size of the intersection of two bags. */
    static <T> long common(Map<T, Integer> a, Map<T, Integer> b) {
        long common = 0;
        for (Map.Entry<T, Integer> entry : a.entrySet()) {
            common += Math.min(entry.getValue(), b.getOrDefault(entry.getKey(), 0));
        }
        return common;
    }

    static <T> long total(Map<T, Integer> bag) {
        return bag.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** The bag of all runs of {@code n} tokens. */
    static Map<List<String>, Integer> grams(List<String> tokens, int n) {
        Map<List<String>, Integer> grams = new HashMap<>();
        for (int i = 0; i + n <= tokens.size(); i++) {
            grams.merge(tokens.subList(i, i + n), 1, Integer::sum);
        }
        return grams;
    }
}
