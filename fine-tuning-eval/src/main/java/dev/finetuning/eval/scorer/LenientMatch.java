package dev.finetuning.eval.scorer;

/**
 * The lenient score used in many guides, under its own name: after trimming and case folding, 1.0 for
 * equality, 0.9 if one text contains the other, otherwise the Levenshtein similarity; passes from 0.8 on.
 * No text contains an empty one, so an empty answer never passes. Texts of more than 100,000 characters are
 * not compared: the score is absent.
 */
public final class LenientMatch implements Scorer {
    private static final double CONTAINED = 0.9;
    private static final double CORRECT = 0.8;
    private static final TextNormalisation FOLDED =
            TextNormalisation.NONE.trimmed().caseFolded();

    /** There are no settings; a variant would be another score. */
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
