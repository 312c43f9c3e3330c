package dev.finetuning.eval.scorer.overlap;

import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import java.util.List;
import java.util.Map;

/**
 * BLEU with n-grams of up to four tokens (K. Papineni et al., "BLEU: a method for automatic evaluation of
 * machine translation", ACL 2002), with the 13a tokeniser and exponential smoothing, as in {@code
 * sacrebleu.sentence_bleu}, but from 0 to 1 instead of 0 to 100. Passes from 0.5 on by default. Texts of more
 * than 100,000 characters get no score.
 *
 * <p>{@link #corpus} pools the counts of many answers, like published figures; that differs from the mean
 * of sentence scores.
 */
public final class Bleu implements Scorer {
    private static final int LONGEST = 4;
    private static final double DEFAULT_THRESHOLD = 0.5;

    private final double threshold;

    /** Passes at 0.5. */
    public Bleu() {
        this(DEFAULT_THRESHOLD);
    }

    /**
     * @param threshold the lowest score that passes, 0..1
     */
    public Bleu(double threshold) {
        this.threshold = threshold;
    }

    @Override
    public String name() {
        return "BLEU";
    }

    @Override
    public Score score(ScoreInput input) {
        return input.againstText(name(), ScoreInput.MAX_COMPARED_LENGTH, expected -> {
            Counts counts = new Counts();
            counts.add(MtTokens.of(input.outputText()), MtTokens.of(expected));
            // sentences shorter than four tokens are judged by the runs they have (sacreBLEU's effective order)
            return Score.of(name(), counts.score(true), threshold);
        });
    }

    /**
     * BLEU of many answers, from 0 to 1, each against its own reference.
     *
     * @throws IllegalArgumentException if the lists differ in size
     */
    public static double corpus(List<String> outputs, List<String> references) {
        if (outputs.size() != references.size()) {
            throw new IllegalArgumentException(
                    outputs.size() + " answers but " + references.size() + " references; there must be one for each");
        }
        Counts counts = new Counts();
        for (int i = 0; i < outputs.size(); i++) {
            counts.add(MtTokens.of(outputs.get(i)), MtTokens.of(references.get(i)));
        }
        return counts.score(false);
    }

    private static final class Counts {
        private final long[] correct = new long[LONGEST];
        private final long[] total = new long[LONGEST];
        private long outputLength;
        private long referenceLength;

        void add(List<String> output, List<String> reference) {
            outputLength += output.size();
            referenceLength += reference.size();
            for (int n = 1; n <= LONGEST; n++) {
                Map<List<String>, Integer> grams = CommonGrams.grams(output, n);
                correct[n - 1] += CommonGrams.common(grams, CommonGrams.grams(reference, n));
                total[n - 1] += CommonGrams.total(grams);
            }
        }

        double score(boolean effectiveOrder) {
            double logs = 0;
            double smoothing = 1;
            int order = 0;
            for (int n = 0; n < LONGEST && total[n] > 0; n++) {
                order = n + 1;
                if (correct[n] == 0) {
                    smoothing *= 2;
                    logs += Math.log(1 / (smoothing * total[n]));
                } else {
                    logs += Math.log((double) correct[n] / total[n]);
                }
            }
            if (correct[0] == 0 || (!effectiveOrder && order < LONGEST)) {
                return 0;
            }
            double brevity = outputLength < referenceLength ? 1 - (double) referenceLength / outputLength : 0;
            return Math.min(1, Math.exp(brevity + logs / order));
        }
    }
}
