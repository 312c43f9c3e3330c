package dev.finetuning.eval.scorer.overlap;

import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * ROUGE-1, ROUGE-2 and ROUGE-L as F1 (C.-Y. Lin, "ROUGE: A package for automatic evaluation of summaries",
 * 2004), tokenised like the Python package rouge-score without stemming: lower case, words of a–z and 0–9,
 * separated by everything else. Passes from 0.5 on by default.
 *
 * <p>Texts of more than 100,000 characters are not compared: the score is absent.
 *
 * <p>For other scripts, use {@link #withUnicodeWords}; the figures are then not comparable with those of
 * rouge-score.
 */
public final class Rouge implements Scorer {
    private static final double DEFAULT_THRESHOLD = 0.5;

    private final String name;
    /** 0 stands for the longest common subsequence. */
    private final int n;

    private final boolean unicode;
    private final double threshold;

    private Rouge(String name, int n, boolean unicode, double threshold) {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("the threshold must be in 0..1: " + threshold);
        }
        this.name = name;
        this.n = n;
        this.unicode = unicode;
        this.threshold = threshold;
    }

    /**
     * Over n-grams of {@code n} words.
     *
     * @param n at least 1
     * @throws IllegalArgumentException if n is less than 1
     */
    public static Rouge ofRuns(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("n must be at least 1: " + n);
        }
        return new Rouge("ROUGE-" + n, n, false, DEFAULT_THRESHOLD);
    }

    /** Over the longest common subsequence of words. */
    public static Rouge ofSubsequence() {
        return new Rouge("ROUGE-L", 0, false, DEFAULT_THRESHOLD);
    }

    /** This scorer with words of any script. */
    public Rouge withUnicodeWords() {
        return new Rouge(name, n, true, threshold);
    }

    /** This scorer with another threshold, 0..1. */
    public Rouge passingFrom(double newThreshold) {
        return new Rouge(name, n, unicode, newThreshold);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Score score(ScoreInput input) {
        return input.againstText(
                name,
                ScoreInput.MAX_COMPARED_LENGTH,
                expected -> overlap(input.outputText(), expected).asScore(name, threshold));
    }

    /** Precision and recall of the answer against the reference. */
    public CommonGrams overlap(String output, String reference) {
        List<String> answer = words(output);
        List<String> wanted = words(reference);
        if (n > 0) {
            return CommonGrams.of(CommonGrams.grams(answer, n), CommonGrams.grams(wanted, n));
        }
        return CommonGrams.of(longestCommonSubsequence(answer, wanted), answer.size(), wanted.size());
    }

    private List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        text.toLowerCase(Locale.ROOT).codePoints().forEach(c -> {
            if (isWordPart(c)) {
                word.appendCodePoint(c);
            } else if (word.length() > 0) {
                words.add(word.toString());
                word.setLength(0);
            }
        });
        if (word.length() > 0) {
            words.add(word.toString());
        }
        return words;
    }

    private boolean isWordPart(int c) {
        return unicode ? Character.isLetterOrDigit(c) : (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static int longestCommonSubsequence(List<String> a, List<String> b) {
        int[] row = new int[b.size() + 1];
        for (String word : a) {
            int diagonal = 0;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                row[j] = word.equals(b.get(j - 1)) ? diagonal + 1 : Math.max(above, row[j - 1]);
                diagonal = above;
            }
        }
        return row[b.size()];
    }
}
