package dev.finetuning.eval.scorer;

import dev.finetuning.eval.scorer.distance.LevenshteinDistance;
import dev.finetuning.eval.scorer.distance.TextUnit;

/**
 * Similarity by edits: 1 − distance ÷ length of the longer text, and 1 where both are empty; counted in
 * code points unless told otherwise. Passes from 0.8 on unless told otherwise. Texts of more than 100,000 characters
 * are not compared: the score is absent.
 */
public final class Levenshtein implements Scorer {
    private static final double DEFAULT_THRESHOLD = 0.8;

    private final TextUnit unit;
    private final TextNormalisation normalisation;
    private final double threshold;

    /** Code points, every difference counts, passes at 0.8. */
    public Levenshtein() {
        this(TextUnit.CODE_POINT, TextNormalisation.NONE, DEFAULT_THRESHOLD);
    }

    /**
     * @param unit what counts as one character
     * @param normalisation differences that shall not count
     * @param threshold the least similarity that passes, 0..1
     * @throws IllegalArgumentException if the threshold is not in 0..1
     */
    public Levenshtein(TextUnit unit, TextNormalisation normalisation, double threshold) {
        this.unit = unit;
        this.normalisation = normalisation;
        this.threshold = Thresholds.require(threshold);
    }

    @Override
    public String name() {
        return "Levenshtein";
    }

    @Override
    public Score score(ScoreInput input) {
        return input.againstText(
                name(),
                ScoreInput.MAX_COMPARED_LENGTH,
                expected -> Score.of(
                        name(),
                        similarity(normalisation.apply(input.outputText()), normalisation.apply(expected), unit),
                        threshold));
    }

    /** 1 − distance ÷ length of the longer text, in code points; 1 where both are empty. */
    public static double similarity(String a, String b) {
        return similarity(a, b, TextUnit.CODE_POINT);
    }

    /** 1 − distance ÷ length of the longer text, in these units; 1 where both are empty. */
    public static double similarity(String a, String b, TextUnit unit) {
        int longest = Math.max(unit.count(a), unit.count(b));
        return longest == 0 ? 1 : 1 - (double) LevenshteinDistance.between(a, b, unit) / longest;
    }
}
