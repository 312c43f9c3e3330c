package dev.finetuning.eval.scorer.overlap;

import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * ROUGE-1, ROUGE-2 and ROUGE-L as F1 (C.-Y. Lin, "ROUGE: A package for automatic evaluation of
 * summaries", 2004), tokenised as the Python package rouge-score does without stemming: lower case,
 * words of a–z and 0–9, everything else separates. Passes from 0.5 on unless told otherwise.
 *
 * <p>Since other scripts have no such words, Unicode letters and digits can be kept instead; the figures
 * are then not comparable with rouge-score's.
 */
public final class Rouge implements Scorer {
    private static final double DEFAULT_BAR = 0.5;

    private final String name;
    /** 0 stands for the longest common subsequence. */
    private final int n;

    private final boolean unicode;
    private final double bar;

    private Rouge(String name, int n, boolean unicode, double bar) {
        if (!(bar >= 0 && bar <= 1)) {
            throw new IllegalArgumentException("the least value that passes lies in 0..1: " + bar);
        }
        this.name = name;
        this.n = n;
        this.unicode = unicode;
        this.bar = bar;
    }

    /**
     * Over runs of {@code n} words.
     *
     * @param n at least 1
     * @throws IllegalArgumentException if n is less than 1
     */
    public static Rouge ofRuns(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("n must be at least 1: " + n);
        }
        return new Rouge("ROUGE-" + n, n, false, DEFAULT_BAR);
    }

    /** Over the longest common subsequence of words. */
    public static Rouge ofSubsequence() {
        return new Rouge("ROUGE-L", 0, false, DEFAULT_BAR);
    }

    /** The same with words of any script. */
    public Rouge withUnicodeWords() {
        return new Rouge(name, n, true, bar);
    }

    /** The same with another least value that passes, 0..1. */
    public Rouge passingFrom(double newBar) {
        return new Rouge(name, n, unicode, newBar);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Score score(ScoreInput input) {
        Overlap overlap = overlap(input.outputText(), input.requireExpectedText(name));
        return Score.of(name, overlap.f1(), bar)
                .with("precision", overlap.precision())
                .with("recall", overlap.recall());
    }

    /** Precision and recall of the answer against the reference. */
    public Overlap overlap(String output, String reference) {
        List<String> answer = words(output);
        List<String> wanted = words(reference);
        if (n > 0) {
            return Overlap.of(Overlap.grams(answer, n), Overlap.grams(wanted, n));
        }
        return Overlap.of(longestCommonSubsequence(answer, wanted), answer.size(), wanted.size());
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
