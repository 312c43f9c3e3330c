package dev.finetuning.eval.scorer;

/**
 * The widespread lenient score, under a name of its own: after trimming and case folding, equality
 * gives 1.0, one text holding the other gives 0.9, anything else its Levenshtein similarity; correct
 * from 0.8 on. An empty text is held by none, so that an empty answer never counts as correct. Texts of more than 100,000
 * characters are not compared: the score is absent.
 */
public final class LenientMatch implements Scorer {
    private static final double CONTAINED = 0.9;
    private static final double CORRECT = 0.8;
    private static final TextNormalisation FOLDED =
            TextNormalisation.NONE.trimmed().caseFolded();

    /** There is nothing to configure; a score that differs in anything is another score. */
    public LenientMatch() {}

    @Override
    public String name() {
        return "LenientMatch";
    }

    @Override
    public Score score(ScoreInput input) {
        return input.againstText(
                name(),
                ScoreInput.MAX_COMPARED_LENGTH,
                expected -> Score.of(
                        name(), similarity(FOLDED.apply(input.outputText()), FOLDED.apply(expected)), CORRECT));
    }

    private static double similarity(String output, String expected) {
        if (output.equals(expected)) {
            return 1;
        }
        boolean bothFilled = !output.isEmpty() && !expected.isEmpty();
        if (bothFilled && (output.contains(expected) || expected.contains(output))) {
            return CONTAINED;
        }
        return Levenshtein.similarity(output, expected);
    }
}
