package dev.finetuning.eval.scorer;

/**
 * Similarity by edits: 1 − distance ÷ length of the longer text, and 1 where both are empty; counted in
 * code points unless told otherwise. Passes from 0.8 on unless told otherwise.
 */
public final class Levenshtein implements Scorer {
    private static final double DEFAULT_BAR = 0.8;

    private final TextUnit unit;
    private final TextNormalisation normalisation;
    private final double bar;

    /** Code points, every difference counts, passes at 0.8. */
    public Levenshtein() {
        this(TextUnit.CODE_POINT, TextNormalisation.NONE, DEFAULT_BAR);
    }

    /**
     * @param unit what counts as one character
     * @param normalisation differences that shall not count
     * @param bar the least similarity that passes, 0..1
     * @throws IllegalArgumentException if the bar is not in 0..1
     */
    public Levenshtein(TextUnit unit, TextNormalisation normalisation, double bar) {
        this.unit = unit;
        this.normalisation = normalisation;
        this.bar = Bars.require(bar);
    }

    @Override
    public String name() {
        return "Levenshtein";
    }

    @Override
    public Score score(ScoreInput input) {
        String expected = normalisation.apply(input.requireExpectedText(name()));
        return Score.of(name(), similarity(normalisation.apply(input.outputText()), expected, unit), bar);
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
