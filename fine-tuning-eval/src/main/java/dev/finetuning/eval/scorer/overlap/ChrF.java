package dev.finetuning.eval.scorer.overlap;

import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import java.util.HashMap;
import java.util.Map;

/**
 * chrF2: the F-score over n-grams of one to six characters without white space, with recall counting twice
 * (M. Popović, "chrF: character n-gram F-score for automatic MT evaluation", WMT 2015), as in {@code
 * sacrebleu.sentence_chrf}, but from 0 to 1 instead of 0 to 100. Characters are code points. Passes from
 * 0.5 on by default. Texts of more than 100,000 characters get no score.
 */
public final class ChrF implements Scorer {
    private static final int LONGEST = 6;
    private static final double BETA_SQUARED = 4;
    private static final double DEFAULT_THRESHOLD = 0.5;

    private final double threshold;

    /** Passes at 0.5. */
    public ChrF() {
        this(DEFAULT_THRESHOLD);
    }

    /**
     * @param threshold the lowest score that passes, 0..1
     */
    public ChrF(double threshold) {
        this.threshold = threshold;
    }

    @Override
    public String name() {
        return "chrF";
    }

    @Override
    public Score score(ScoreInput input) {
        return input.againstText(
                name(),
                ScoreInput.MAX_COMPARED_LENGTH,
                expected -> Score.of(name(), of(input.outputText(), expected), threshold));
    }

    /** chrF2 of an answer and its reference, 0..1. */
    public static double of(String output, String reference) {
        String answer = withoutSpace(output);
        String wanted = withoutSpace(reference);
        double precision = 0;
        double recall = 0;
        int orders = 0;
        for (int n = 1; n <= LONGEST; n++) {
            Map<String, Integer> answered = grams(answer, n);
            Map<String, Integer> expected = grams(wanted, n);
            if (answered.isEmpty() || expected.isEmpty()) {
                continue;
            }
            CommonGrams overlap = CommonGrams.of(answered, expected);
            precision += overlap.precision();
            recall += overlap.recall();
            orders++;
        }
        if (precision == 0 || recall == 0) {
            return 0;
        }
        precision /= orders;
        recall /= orders;
        double score = (1 + BETA_SQUARED) * precision * recall / (BETA_SQUARED * precision + recall);
        return Math.min(1, score);
    }

    private static String withoutSpace(String text) {
        return text.codePoints()
                .filter(c -> !PythonSpace.is(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Map<String, Integer> grams(String text, int n) {
        Map<String, Integer> grams = new HashMap<>();
        int length = text.codePointCount(0, text.length());
        if (length < n) {
            return grams;
        }
        int from = 0;
        int to = text.offsetByCodePoints(0, n);
        while (true) {
            grams.merge(text.substring(from, to), 1, Integer::sum);
            if (to == text.length()) {
                return grams;
            }
            from = text.offsetByCodePoints(from, 1);
            to = text.offsetByCodePoints(to, 1);
        }
    }
}
